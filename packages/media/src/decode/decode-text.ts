import { CmgError, type TextMedia } from '@cmg/core';
import { readFile } from 'node:fs/promises';
import { isTextFile } from './is-text-file.js';

/**
 * The text itself, or the content of a file whose name ends in `.txt`.
 *
 * @throws CmgError if the file cannot be read or is blank
 */
export async function decodeText(source: string): Promise<TextMedia> {
  const text = isTextFile(source) ? await readText(source) : source;
  if (text.trim() === '') throw new CmgError('contains no text', isTextFile(source) ? { where: source } : {});
  return { kind: 'text', text: text.trim() };
}

const readText = (file: string): Promise<string> =>
  readFile(file, 'utf8').catch((cause: Error) => {
    throw new CmgError(`cannot be read: ${cause.message}`, { where: file, cause });
  });
