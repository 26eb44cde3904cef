import { Random } from '@cmg/core';

/**
 * A fixed random vector of a word: independent standard normal values that depend on the word (in lower case), the width
 * and nothing else. Knows nothing of meaning: two words are as far apart as any two.
 */
export function wordVector(word: string, width = 64): Float32Array {
  const random = new Random(0).fork('word', word.toLowerCase(), width);
  return Float32Array.from({ length: width }, () => random.normal());
}
