import type { z } from 'zod';

/** What is read of a schema's inside; by structure, for a plugin may bring a copy of zod of its own. */
interface SchemaDef {
  readonly innerType?: z.ZodType;
  readonly shape?: Readonly<Record<string, z.ZodType>>;
  readonly element?: z.ZodType;
  readonly valueType?: z.ZodType;
}

function defOf(schema: z.ZodType): SchemaDef {
  return schema._zod.def as unknown as SchemaDef;
}

/** The schema within defaults, optionals and the like. */
function unwrapped(schema: z.ZodType): z.ZodType {
  const { innerType } = defOf(schema);
  return innerType === undefined ? schema : unwrapped(innerType);
}

/** The keys of the object at a path; undefined where a schema says nothing of the kind. */
export function keysAt(schema: z.ZodType, path: readonly PropertyKey[]): string[] | undefined {
  const { shape, element, valueType } = defOf(unwrapped(schema));
  const [key, ...rest] = path;
  if (key === undefined) return shape && Object.keys(shape);
  const next = typeof key === 'number' ? element : (shape?.[String(key)] ?? valueType);
  return next && keysAt(next, rest);
}
