import { describeExtractor } from '@cmg/core/testing';
import { wordsExtractor, wordVector } from '../src/index.js';

describeExtractor(wordsExtractor, { options: { width: 5 } });

describe('wordsExtractor', () => {
  it.each([
    ['Seven small birds.', ['seven', 'small', 'birds']],
    ["Don't stop: well-known, 42!", ["don't", 'stop', 'well-known', '42']],
    ['  Überall\n– Straße ', ['überall', 'straße']],
  ])('splits %j into words', async (text, words) => {
    const session = await wordsExtractor.open({ width: 4 });
    const features = await session.extract({ kind: 'text', text });
    expect([...features]).toEqual(words.flatMap((word) => [...wordVector(word, 4)]));
  });

  it('says where there is no word', async () => {
    const session = await wordsExtractor.open({ width: 4 });
    await expect(session.extract({ kind: 'text', text: '... !' })).rejects.toThrow("contains no word: '... !'");
  });
});
