import type { RunConfig } from '@cmg/core';

/** A config by dotted path: `training.batchSize`, `objectives.cmcm.weight`. */
export function flatConfig(config: RunConfig): Record<string, string | number | boolean> {
  const flat: Record<string, string | number | boolean> = {};
  const add = (path: string, value: unknown): void => {
    if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') flat[path] = value;
    else if (Array.isArray(value)) value.forEach((item, i) => add(`${path}.${partOf(item, i)}`, item));
    else if (typeof value === 'object' && value !== null)
      for (const [key, inner] of Object.entries(value)) add(key === 'options' ? path : [path, key].filter(Boolean).join('.'), inner);
  };
  add('', config);
  return flat;
}

/** Components by their name, everything else by its number. */
function partOf(item: unknown, i: number): string {
  const { use } = (item ?? {}) as { readonly use?: unknown };
  return typeof use === 'string' ? use : String(i);
}
