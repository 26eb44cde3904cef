import { CmgError } from '@cmg/core';

/** Encodings that a byte order mark tells of. */
const MARKS: readonly (readonly [bytes: readonly number[], encoding: string])[] = [
  [[0xef, 0xbb, 0xbf], 'utf-8'],
  [[0xff, 0xfe], 'utf-16le'],
  [[0xfe, 0xff], 'utf-16be'],
];

/**
 * The text of a file, without its byte order mark: UTF-8, or UTF-16 where the mark says so.
 *
 * @param where the file, for messages
 * @throws CmgError of kind `usage` that names the line if the bytes are no such text
 */
export function decodeText(bytes: Uint8Array, where: string): string {
  const encoding = MARKS.find(([mark]) => mark.every((byte, i) => bytes[i] === byte))?.[1] ?? 'utf-8';
  const text = new TextDecoder(encoding).decode(bytes);
  // U+FFFD stands for what could not be decoded, unless the text has one itself: a decoder that refuses tells.
  const wrong = text.indexOf('\0') >= 0 ? text.indexOf('\0') : isValid(bytes, encoding) ? -1 : text.indexOf('\ufffd');
  if (wrong < 0) return text;
  throw new CmgError(`is not ${encoding.toUpperCase()} text`, {
    kind: 'usage',
    where: `${where}:${text.slice(0, wrong).split('\n').length}`,
    hint: 'Save it as UTF-8, for example by: iconv -f WINDOWS-1252 -t UTF-8.',
  });
}

function isValid(bytes: Uint8Array, encoding: string): boolean {
  try {
    new TextDecoder(encoding, { fatal: true }).decode(bytes);
    return true;
  } catch {
    return false;
  }
}
