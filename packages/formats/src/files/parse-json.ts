import { CmgError } from '@cmg/core';
import { z } from 'zod';

/** Most errors that a message lists. */
const MOST_ISSUES = 5;

/** What messages say of a file that is not as it should be. */
export interface OwnFile {
  /** What it should be: `a saved head`. */
  readonly what: string;
  /** What to do where it is not. */
  readonly hint: string;
}

/**
 * Checks the text of a JSON file that this project wrote.
 *
 * @param where for messages
 * @throws CmgError if it is not JSON, or does not fit: the message names each key
 */
export function parseJson<Schema extends z.ZodType>(
  text: string,
  schema: Schema,
  where: string,
  { what, hint }: OwnFile,
): z.output<Schema> {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (cause) {
    throw new CmgError(`is not ${what}: it is not valid JSON: ${(cause as Error).message.slice(0, 200)}`, { where, hint, cause });
  }
  const { data, error } = schema.safeParse(json);
  if (error === undefined) return data;
  throw new CmgError(`is not ${what}:\n${issuesText(error)}`, { where, hint, cause: error });
}

/** One line per error, with the key that it is about. */
function issuesText(error: z.ZodError): string {
  const shown = z.prettifyError(new z.ZodError(error.issues.slice(0, MOST_ISSUES)));
  const more = error.issues.length - MOST_ISSUES;
  return more > 0 ? `${shown}\n… and ${more} more` : shown;
}
