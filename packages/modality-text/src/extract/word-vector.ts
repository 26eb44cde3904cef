import { Random } from '@cmg/core';

/**
 * A fixed random vector of a word: independent standard normal values that depend only on the word (in lower case) and
 * the width. They carry no meaning: any two words are equally far apart.
 */
export function wordVector(word: string, width = 64): Float32Array {
  const random = new Random(0).fork('word', word.toLowerCase(), width);
  return Float32Array.from({ length: width }, () => random.normal());
}
