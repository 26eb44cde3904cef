import { schemaDef } from '@cmg/core';
import type { z } from 'zod';

/** The schema inside defaults, optionals and the like. */
function unwrapped(schema: z.ZodType): z.ZodType {
  const { innerType } = schemaDef(schema);
  return innerType === undefined ? schema : unwrapped(innerType);
}

/** The keys of the object at a path; undefined if the schema does not tell. */
export function keysAt(schema: z.ZodType, path: readonly PropertyKey[]): string[] | undefined {
  const { shape, element, valueType } = schemaDef(unwrapped(schema));
  const [key, ...rest] = path;
  if (key === undefined) return shape && Object.keys(shape);
  const next = typeof key === 'number' ? element : (shape?.[String(key)] ?? valueType);
  return next && keysAt(next, rest);
}
