import type { z } from 'zod';

/** The parts of a schema that are read; by structure, since a plugin may bring its own copy of zod. */
interface SchemaDef {
  readonly innerType?: z.ZodType;
  readonly shape?: Readonly<Record<string, z.ZodType>>;
  readonly element?: z.ZodType;
  readonly valueType?: z.ZodType;
}

function defOf(schema: z.ZodType): SchemaDef {
  return schema._zod.def as unknown as SchemaDef;
}

/** The schema inside defaults, optionals and the like. */
function unwrapped(schema: z.ZodType): z.ZodType {
  const { innerType } = defOf(schema);
  return innerType === undefined ? schema : unwrapped(innerType);
}

/** The keys of the object at a path; undefined if the schema does not tell. */
export function keysAt(schema: z.ZodType, path: readonly PropertyKey[]): string[] | undefined {
  const { shape, element, valueType } = defOf(unwrapped(schema));
  const [key, ...rest] = path;
  if (key === undefined) return shape && Object.keys(shape);
  const next = typeof key === 'number' ? element : (shape?.[String(key)] ?? valueType);
  return next && keysAt(next, rest);
}
