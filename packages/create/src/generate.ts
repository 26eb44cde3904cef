import { CmgError } from '@cmg/core';
import type { Kind } from './component-kind.js';
import { componentNames } from './component-name.js';
import type { GeneratedFile } from './generated-file.js';
import { standalonePackage } from './standalone-package.js';
import { workspacePackage } from './workspace-package.js';

export interface GenerateOptions {
  /** As it will be written in a config: `imu`, `wrist-imu`. */
  readonly name: string;
  /** Of the package: `@me`. */
  readonly scope?: string;
  /** Of a modality, the shape of one segment's features; default [16]. */
  readonly shape?: readonly number[];
  /** Whether it becomes a package of the `@cmg` repository; by default it is standalone. */
  readonly workspace?: boolean;
}

/** A package to be written. */
export interface GeneratedPackage {
  /** The name of its folder: `modality-imu`. */
  readonly folder: string;
  /** `@me/modality-imu`. */
  readonly name: string;
  readonly files: readonly GeneratedFile[];
}

/**
 * A package with a new component: it builds, passes the conformance suite of its contract and trains out of the box. Nothing is written.
 *
 * @throws CmgError of kind `usage` if a name, the scope or the shape cannot be used
 */
export async function generate(kind: Kind, { name, scope, shape = [16], workspace = false }: GenerateOptions): Promise<GeneratedPackage> {
  if (shape.length === 0 || !shape.every((axis) => Number.isInteger(axis) && axis > 0)) {
    throw new CmgError(`[${shape.join(', ')}] is not a shape`, {
      kind: 'usage',
      hint: 'Use positive integers separated by commas, such as 6,50.',
    });
  }
  const names = componentNames(kind, name, workspace ? (scope ?? '@cmg') : scope);
  const files = await (workspace ? workspacePackage : standalonePackage)(names, shape);
  return { folder: names.folder, name: names.package, files };
}
