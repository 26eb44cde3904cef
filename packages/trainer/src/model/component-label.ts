import type { ComponentConfig } from '@cmg/core';

/** A component in a message: `modality 'imu' (package @me/imu 1.0.0)`, `objective 'club'`. */
export function componentLabel(kind: string, { use, from }: Pick<ComponentConfig, 'use' | 'from'>): string {
  if (from === undefined) return `${kind} '${use}'`;
  const origin = from.version === undefined ? from.specifier : `package ${from.specifier} ${from.version}`;
  return `${kind} '${use}' (${origin})`;
}
