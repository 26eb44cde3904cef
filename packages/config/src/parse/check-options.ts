import type { z } from 'zod';
import type { ConfigIssue } from '../source/mistake.js';
import { nearest, suggestion } from '../suggest.js';
import { keysAt } from './schema-walk.js';

export type Options = Readonly<Record<string, unknown>>;

/**
 * Validates a map by an object schema, which may be a plugin's: errors that it throws are reported as issues.
 *
 * @param also known keys besides those of the schema, for messages
 */
export function checkOptions<Schema extends z.ZodType>(
  schema: Schema,
  value: Options,
  also: readonly string[] = [],
): { readonly value?: z.output<Schema>; readonly issues: readonly ConfigIssue[] } {
  let result: z.ZodSafeParseResult<z.output<Schema>>;
  try {
    result = schema.safeParse(value);
  } catch (thrown) {
    return {
      issues: [{ path: [], message: `its options cannot be checked: ${thrown instanceof Error ? thrown.message : String(thrown)}` }],
    };
  }
  if (!result.success) return { issues: result.error.issues.flatMap((issue) => flatten(issue, schema, value, also)) };
  return { value: result.data, issues: [] };
}

function unknownOption(path: readonly PropertyKey[], schema: z.ZodType, also: readonly string[]): ConfigIssue {
  const known = [...(keysAt(schema, path.slice(0, -1)) ?? []), ...(path.length === 1 ? also : [])];
  return { path, message: `unknown option${suggestion(String(path.at(-1)), known)}` };
}

/** One issue per unrecognised key, at the key. */
function flatten(issue: z.core.$ZodIssue, schema: z.ZodType, value: Options, also: readonly string[]): ConfigIssue[] {
  const { path, message } = issue;
  if (issue.code === 'unrecognized_keys') return issue.keys.map((key) => unknownOption([...path, key], schema, also));
  if (issue.code === 'invalid_value') {
    const given = path.reduce<unknown>((at, key) => (at as Options | undefined)?.[String(key)], value);
    const meant = typeof given === 'string' ? nearest(given, issue.values.map(String)) : undefined;
    return [{ path, message: meant === undefined ? message : `${message}, did you mean '${meant}'?` }];
  }
  return [{ path, message: message.replace(/^Invalid input: expected (.*), received undefined$/, 'is missing: expected $1') }];
}
