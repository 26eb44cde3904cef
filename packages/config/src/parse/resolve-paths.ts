import { resolve } from 'node:path';
import type { z } from 'zod';
import { defOf } from './schema-walk.js';

/**
 * Options whose paths (`pathOption`) are absolute.
 *
 * @param baseOf the folder to which the path at these keys is relative
 */
export function resolvePaths(schema: z.ZodType, value: unknown, baseOf: (keys: readonly PropertyKey[]) => string): unknown {
  return walk(schema, value, []);

  function walk(at: z.ZodType, part: unknown, keys: readonly PropertyKey[]): unknown {
    if (typeof part === 'string') return holdsPath(at) ? resolve(baseOf(keys), part) : part;
    const { innerType, shape, element, valueType } = defOf(at);
    if (innerType !== undefined) return walk(innerType, part, keys);
    if (Array.isArray(part)) return element === undefined ? part : part.map((item, i) => walk(element, item, [...keys, i]));
    if (typeof part !== 'object' || part === null) return part;
    return Object.fromEntries(
      Object.entries(part).map(([key, item]) => {
        const next = shape?.[key] ?? valueType;
        return [key, next === undefined ? item : walk(next, item, [...keys, key])];
      }),
    );
  }
}

/** Whether a string by this schema is a path. */
function holdsPath(schema: z.ZodType): boolean {
  if (schema.meta()?.['format'] === 'path') return true;
  const { innerType, options = [] } = defOf(schema);
  return innerType === undefined ? options.some(holdsPath) : holdsPath(innerType);
}
