import { z } from 'zod';

interface OptionSchema {
  readonly type?: string;
  readonly enum?: readonly string[];
  readonly anyOf?: readonly OptionSchema[];
  readonly items?: OptionSchema;
  readonly default?: unknown;
  readonly [limit: string]: unknown;
}

const LIMITS = { minimum: '>=', exclusiveMinimum: '>', maximum: '<=', exclusiveMaximum: '<', minLength: 'length >=', minItems: 'items >=' };

/** What each option of a component may be, and is by default: `{ beta: 'number >= 0 = 0.25' }`. */
export function limitsOf({ options }: { readonly options: z.ZodType }): Record<string, string> {
  const { properties = {} } = z.toJSONSchema(options, { io: 'input' }) as { properties?: Record<string, OptionSchema> };
  return Object.fromEntries(Object.entries(properties).map(([name, schema]) => [name, describe(schema)]));
}

function describe(schema: OptionSchema): string {
  const kinds = schema.enum ?? schema.anyOf?.map(describe) ?? [schema.type ?? 'any'];
  const items = schema.items === undefined ? '' : ` of ${describe(schema.items)}`;
  const limits = Object.entries(LIMITS).flatMap(([name, sign]) => {
    const limit = schema[name] as number | undefined;
    // Every integer is safe.
    return limit === undefined || Math.abs(limit) === Number.MAX_SAFE_INTEGER ? [] : [` ${sign} ${limit}`];
  });
  const initial = schema.default === undefined ? '' : ` = ${JSON.stringify(schema.default).replaceAll('"', '')}`;
  return `${kinds.join(' | ')}${items}${limits.join('')}${initial}`;
}
