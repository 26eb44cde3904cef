import { CmgError } from '@cmg/core';

/** Letters, digits, and apostrophes or hyphens between them. */
const WORD = /[\p{L}\p{M}\p{N}]+(?:['’-][\p{L}\p{M}\p{N}]+)*/gu;

/** The words of a text, in order. @throws CmgError if there is none */
export function wordsOf(text: string): readonly string[] {
  const words = text.match(WORD);
  if (words === null) throw new CmgError(`contains no word: '${text}'`);
  return words;
}
