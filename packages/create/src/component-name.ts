import { CmgError, COMPONENT_NAME } from '@cmg/core';
import type { Kind } from './component-kind.js';

/** The names of a generated component. */
export interface ComponentNames {
  readonly kind: Kind;
  /** As in a config, and at the end of its package name: `wrist-imu`. */
  readonly name: string;
  /** Of the package's export: `wristImuModality`. */
  readonly identifier: string;
  /** Of its folder and, after the scope, of its package: `modality-wrist-imu`. */
  readonly folder: string;
  /** `@me/modality-wrist-imu`. */
  readonly package: string;
}

const capital = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1);

/**
 * All names of a component.
 *
 * @param scope of its package, `@me` or `me`; optional
 * @throws CmgError of kind `usage` if the name or the scope cannot be used
 */
export function componentNames(kind: Kind, name: string, scope?: string): ComponentNames {
  if (!COMPONENT_NAME.test(name)) {
    throw new CmgError(`'${name}' cannot be the name of a component`, {
      kind: 'usage',
      hint: 'Use lower-case words joined by dashes, such as wrist-imu.',
    });
  }
  if (scope !== undefined && !/^@?[a-z0-9-][a-z0-9-._]*$/.test(scope)) {
    throw new CmgError(`'${scope}' is not a package scope`, {
      kind: 'usage',
      hint: 'Use the name of your account or organisation at the registry, such as @me.',
    });
  }
  const [first = '', ...rest] = name.split('-');
  const folder = `${kind}-${name}`;
  return {
    kind,
    name,
    identifier: `${first}${rest.map(capital).join('')}${capital(kind)}`,
    folder,
    package: scope === undefined ? folder : `@${scope.replace(/^@/, '')}/${folder}`,
  };
}
