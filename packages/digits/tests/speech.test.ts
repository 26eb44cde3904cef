import { loadDigitAssets } from '../src/digit-assets.js';
import { Speech } from '../src/speech.js';
import { DIGITS, SPLITS } from '../src/split.js';

describe('Speech', () => {
  let speech: Speech;
  beforeAll(async () => {
    speech = new Speech((await loadDigitAssets()).speech);
  });

  it('has 180 voices, no timbre in two splits', () => {
    const timbres = SPLITS.map((split) => new Set(speech.voicesOf(split).map((voice) => voice.split('+')[1])));
    expect(SPLITS.map((split) => speech.voicesOf(split).length)).toEqual([126, 18, 36]);
    expect(new Set(timbres.flatMap((names) => [...names])).size).toBe(timbres.reduce((sum, names) => sum + names.size, 0));
  });

  it('has an audible word of each voice, a tenth of a second to a second and a half long', () => {
    for (const voice of SPLITS.flatMap((split) => speech.voicesOf(split))) {
      for (const word of [...DIGITS, ...speech.otherWords]) {
        const { data, frames } = speech.utterance(voice, word);
        expect(frames).toBeGreaterThan(10);
        expect(frames).toBeLessThan(150);
        expect(data.reduce((a, b) => Math.max(a, b), -Infinity)).toBeGreaterThan(-50);
      }
    }
  });

  it('finds the utterance that is asked for: six ends in more hiss than one', () => {
    const voice = speech.voicesOf('train')[0]!;
    const hissAtEnd = (word: string) => {
      const { data, frames } = speech.utterance(voice, word);
      return mean(data.subarray((frames - 6) * 32 + 24, (frames - 6) * 32 + 32));
    };
    expect(hissAtEnd('six')).toBeGreaterThan(hissAtEnd('one') + 10);
  });
});

function mean(values: Float32Array): number {
  return values.reduce((a, b) => a + b, 0) / values.length;
}
