import fc from 'fast-check';
import { fitClip, type Length, LENGTHS } from '../src/index.js';

const timeline = (values: readonly number[], timed = true) => ({ data: Float32Array.from(values), segments: values.length, timed });

/** One modality of one value a segment. */
const fit = (values: readonly number[], segments: number, length: Length) =>
  fitClip({ audio: timeline(values) }, segments, length).map(({ features }) => [...features['audio']!]);

describe('fitClip', () => {
  it('pads with the last segment, or cuts', () => {
    expect(fit([1, 2], 4, 'pad')).toEqual([[1, 2, 2, 2]]);
    expect(fit([1, 2, 3], 2, 'pad')).toEqual([[1, 2]]);
  });

  it('resamples by means of what a segment covers', () => {
    expect(fit([1, 3, 5, 7], 2, 'resample')).toEqual([[2, 6]]);
    expect(fit([1, 4, 7], 2, 'resample')).toEqual([[2, 6]]); // (1 + 4/2) / 1.5, (4/2 + 7) / 1.5
    expect(fit([1, 5], 4, 'resample')).toEqual([[1, 1, 5, 5]]);
  });

  it('cuts into windows, the last one padded', () => {
    expect(fit([1, 2, 3, 4, 5], 2, 'window')).toEqual([
      [1, 2],
      [3, 4],
      [5, 5],
    ]);
    expect(fit([1, 2], 2, 'window')).toEqual([[1, 2]]);
  });

  it('keeps segments of several values together', () => {
    const clip = { video: { data: Float32Array.of(1, 10, 2, 20, 3, 30), segments: 3, timed: true } };
    expect(fitClip(clip, 2, 'window').map(({ features }) => [...features['video']!])).toEqual([
      [1, 10, 2, 20],
      [3, 30, 3, 30],
    ]);
    expect([...fitClip(clip, 1, 'resample')[0]!.features['video']!]).toEqual([2, 20]);
  });

  it('gives each window of the longest modality the whole text, and the end of shorter ones', () => {
    const clip = { audio: timeline([1, 2, 3, 4, 5]), video: timeline([7]), text: timeline([8, 9], false) };
    const windows = fitClip(clip, 2, 'window').map(({ features }) => Object.values(features).map((rows) => [...rows]));
    expect(windows).toEqual([
      [
        [1, 2],
        [7, 7],
        [8, 9],
      ],
      [
        [3, 4],
        [7, 7],
        [8, 9],
      ],
      [
        [5, 5],
        [7, 7],
        [8, 9],
      ],
    ]);
    expect(fitClip({ text: timeline([1, 2, 3], false) }, 2, 'window').length).toBe(2);
  });

  it('says where a second comes to lie', () => {
    const at = (length: Length, seconds: readonly number[]) =>
      fitClip({ audio: timeline([1, 2, 3, 4]) }, 2, length).map(({ place }) => seconds.map(place));
    expect(at('pad', [0, 1.5, 3])).toEqual([[0, 1.5, 2]]);
    expect(at('resample', [0, 1, 3, 4])).toEqual([[0, 0.5, 1.5, 2]]);
    expect(at('window', [1, 2, 3])).toEqual([
      [1, 2, 2],
      [0, 0, 1],
    ]);
  });

  it('changes nothing of a clip that has T segments already, and resampling keeps the mean', () => {
    const values = fc.array(
      fc.integer({ min: -800, max: 800 }).map((value) => value / 8),
      { minLength: 1, maxLength: 20 },
    );
    fc.assert(
      fc.property(values, fc.integer({ min: 1, max: 20 }), (clip, segments) => {
        for (const length of LENGTHS) expect(fit(clip, clip.length, length)).toEqual([[...Float32Array.from(clip)]]);
        const mean = (rows: readonly number[]) => rows.reduce((a, b) => a + b, 0) / rows.length;
        expect(mean(fit(clip, segments, 'resample')[0]!)).toBeCloseTo(mean(clip), 3);
      }),
    );
  });
});
