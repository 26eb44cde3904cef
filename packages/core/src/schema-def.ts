import type { z } from 'zod';

/** What a zod schema is made of, as far as a walk through options reads it. */
export interface SchemaDef {
  /** Of a default, an optional and the like. */
  readonly innerType?: z.ZodType;
  /** Of an object. */
  readonly shape?: Readonly<Record<string, z.ZodType>>;
  /** Of an array. */
  readonly element?: z.ZodType;
  /** Of a record. */
  readonly valueType?: z.ZodType;
  /** Of a union. */
  readonly options?: readonly z.ZodType[];
}

/** By structure, since a plugin may bring its own copy of zod. */
export const schemaDef = (schema: z.ZodType): SchemaDef => schema._zod.def as unknown as SchemaDef;
