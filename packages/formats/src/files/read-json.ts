import type { z } from 'zod';
import { type OwnFile, parseJson } from './parse-json.js';
import { readText } from './read-text.js';

/**
 * Reads a JSON file that this project wrote, and checks it.
 *
 * @throws CmgError if the file is missing or cannot be read, is not JSON, or does not fit: the message names each key
 */
export async function readJson<Schema extends z.ZodType>(path: string, schema: Schema, about: OwnFile): Promise<z.output<Schema>> {
  return parseJson(await readText(path), schema, path, about);
}
