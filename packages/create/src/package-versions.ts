import { createRequire } from 'node:module';

/** Versions of the packages that generated ones depend on. */
export interface PackageVersions {
  /** Of all `@cmg` packages. */
  readonly cmg: string;
  /** Of TensorFlow.js in a project with the `cmg` command, which brings the same. */
  readonly tfjs: string;
  /** Of TensorFlow.js beside a plugin, which takes it as it finds it. */
  readonly tfjsPeer: string;
  readonly zod: string;
  readonly typescript: string;
  readonly nodeTypes: string;
}

interface Manifest {
  readonly version: string;
  readonly homepage: string;
  readonly bugs: string;
  readonly repository: { readonly directory: string };
  readonly files: readonly string[];
  readonly dependencies: Readonly<Record<string, string>>;
  readonly devDependencies: Readonly<Record<string, string>>;
  readonly peerDependencies: Readonly<Record<string, string>>;
}

const read = createRequire(import.meta.url);

/** The `package.json` of this package: what all of this repository have in common. */
export const ownManifest = (): Manifest => read('../package.json') as Manifest;

/** The versions that this package was built with, and the ranges of `@cmg/core`. */
export function packageVersions(): PackageVersions {
  const own = ownManifest();
  const core = read('@cmg/core/package.json') as Manifest;
  return {
    cmg: `^${own.version}`,
    tfjs: own.devDependencies['@tensorflow/tfjs'] as string,
    tfjsPeer: core.peerDependencies['@tensorflow/tfjs'] as string,
    zod: core.dependencies['zod'] as string,
    typescript: own.devDependencies['typescript'] as string,
    nodeTypes: own.devDependencies['@types/node'] as string,
  };
}
