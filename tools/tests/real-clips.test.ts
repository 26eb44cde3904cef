import { voiceOf } from '../real-clips/speak.mjs';
import { splitsOf } from '../real-clips/split-of.mjs';

describe('splitsOf', () => {
  const letters = Array.from('abcdefghijklmnopqrst');

  it('deals 65, 10 and 25 percent, each thing once', () => {
    const { train, val, test } = splitsOf(letters);
    expect([train.length, val.length, test.length]).toEqual([13, 2, 5]);
    expect([...train, ...val, ...test].sort()).toEqual(letters);
  });

  it('does not depend on the order', () => {
    expect(splitsOf([...letters].reverse())).toEqual(splitsOf(letters));
  });

  it('gives each split something', () => {
    expect(Object.values(splitsOf(['a', 'b', 'c'])).map((of) => of.length)).toEqual([1, 1, 1]);
  });
});

describe('voiceOf', () => {
  it('lets nobody be heard in two splits', () => {
    const clips = Array.from({ length: 600 }, (_, clip) => clip);
    const heard = ['train', 'val', 'test'].map((split) => new Set(clips.map((clip) => voiceOf(split, clip).voice.split('+')[1])));
    expect(heard.map((voices) => voices.size)).toEqual([19, 3, 8]);
    expect(new Set(heard.flatMap((voices) => [...voices])).size).toBe(30);
  });
});
