import { z } from 'zod';
import { schemaDef } from './schema-def.js';

/**
 * An option that is the path of a file or folder. In a config it is relative to the folder of the file that contains it; the
 * component receives it absolute. A default is relative to the current folder.
 */
export function pathOption(): z.ZodString {
  return z.string().min(1).meta({ format: 'path' });
}

/** Whether a string of this schema is a path. */
function holdsPath(schema: z.ZodType): boolean {
  if (schema.meta()?.['format'] === 'path') return true;
  const { innerType, options = [] } = schemaDef(schema);
  return innerType === undefined ? options.some(holdsPath) : holdsPath(innerType);
}

/**
 * Options with each path ({@link pathOption}) replaced.
 *
 * @param options as the schema gives them
 * @param map called with each path, and the keys that lead to it
 */
export function mapPaths<Options>(
  schema: z.ZodType,
  options: Options,
  map: (path: string, keys: readonly PropertyKey[]) => string,
): Options {
  return walk(schema, options, []) as Options;

  function walk(at: z.ZodType, part: unknown, keys: readonly PropertyKey[]): unknown {
    if (typeof part === 'string') return holdsPath(at) ? map(part, keys) : part;
    const { innerType, shape, element, valueType } = schemaDef(at);
    if (innerType !== undefined) return walk(innerType, part, keys);
    if (Array.isArray(part)) return element === undefined ? part : part.map((item, i) => walk(element, item, [...keys, i]));
    if (typeof part !== 'object' || part === null) return part;
    const entries = Object.entries(part as Record<string, unknown>).map(([key, item]) => {
      const next = shape?.[key] ?? valueType;
      return [key, next === undefined ? item : walk(next, item, [...keys, key])] as const;
    });
    return Object.fromEntries(entries);
  }
}
