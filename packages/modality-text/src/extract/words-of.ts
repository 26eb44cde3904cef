import { CmgError } from '@cmg/core';

/** Letters, digits, and apostrophes or hyphens between them. */
const WORD = /[\p{L}\p{M}\p{N}]+(?:['’-][\p{L}\p{M}\p{N}]+)*/gu;
/** Scripts that are written without spaces between words. */
const UNSPACED = /[\p{sc=Han}\p{sc=Hira}\p{sc=Kana}\p{sc=Thai}\p{sc=Lao}\p{sc=Khmr}\p{sc=Mymr}]/u;

const segmenter = new Intl.Segmenter('und', { granularity: 'word' });

/**
 * The words of a text, in order, in NFC. Where a script has no spaces between words (Chinese, Japanese, Thai, Lao, Khmer, Burmese), they are
 * found by a dictionary (`Intl.Segmenter`).
 *
 * @throws CmgError if there is none
 */
export function wordsOf(text: string): readonly string[] {
  const words = text.normalize('NFC').match(WORD);
  if (words === null) throw new CmgError(`contains no word: '${text}'`);
  return words.flatMap((word) => (UNSPACED.test(word) ? Array.from(segmenter.segment(word), ({ segment }) => segment) : [word]));
}
