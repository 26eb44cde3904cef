import { Random } from '@cmg/core';
import { sentence, VOCABULARY } from '../src/sentence.js';
import { DIGITS, type Split, SPLITS } from '../src/split.js';

const NONE = new Map<number, string>();
const wordsOf = (split: Split) => new Set(Array.from({ length: 800 }, (_, i) => sentence(split, NONE, new Random(i))).flat());

describe('sentence', () => {
  it('has ten words, the digits where they are asked for', () => {
    for (let position = 0; position < 10; position++) {
      const words = sentence('train', new Map([[position, 'three']]), new Random(position));
      expect(words).toHaveLength(10);
      expect(words.filter((word) => word === 'three')).toEqual(['three']);
      expect(words[position]).toBe('three');
    }
    expect(
      sentence(
        'test',
        new Map([
          [2, 'one'],
          [7, 'six'],
        ]),
        new Random(0),
      ).filter((w) => w === 'one' || w === 'six'),
    ).toHaveLength(2);
  });

  it('shares no word but digits between splits', () => {
    const [train, val, test] = SPLITS.map(wordsOf) as [Set<string>, Set<string>, Set<string>];
    expect([...train].filter((word) => val.has(word) || test.has(word))).toEqual([]);
    expect([...val].filter((word) => test.has(word))).toEqual([]);
    expect([train.size, val.size, test.size]).toEqual([288, 19, 55]);
  });

  it('never has a digit as filler, and only words of the vocabulary', () => {
    for (const split of SPLITS) {
      const words = wordsOf(split);
      expect(DIGITS.filter((digit) => words.has(digit))).toEqual([]);
      expect([...words].filter((word) => !VOCABULARY.includes(word))).toEqual([]);
    }
  });
});
