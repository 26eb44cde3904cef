import { CmgError, type TextMedia } from '@cmg/core';
import { readText } from '@cmg/formats';
import { isTextFile } from './is-text-file.js';

/**
 * The text itself, or the content of a file whose name ends in `.txt`: UTF-8, or UTF-16 with a byte order mark. Letters with accents are
 * one character each (NFC), however they were typed.
 *
 * @throws CmgError if the file cannot be read or is blank
 */
export async function decodeText(source: string): Promise<TextMedia> {
  const text = (isTextFile(source) ? await contentOf(source) : source).normalize('NFC').trim();
  if (text === '') throw new CmgError('contains no text', isTextFile(source) ? { where: source } : {});
  return { kind: 'text', text };
}

/** A text that cannot be read is the fault of a clip, not of the command. */
const contentOf = (file: string): Promise<string> =>
  readText(file).catch((cause: unknown) => {
    if (!(cause instanceof CmgError)) throw cause;
    throw new CmgError(cause.what, { where: cause.where ?? file, ...(cause.hint && { hint: cause.hint }), cause });
  });
