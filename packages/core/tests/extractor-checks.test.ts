import * as tf from '@tensorflow/tfjs';
import { z } from 'zod';
import { type AudioMedia, describeSegments, type Extractor, type ExtractorSession } from '../src/index.js';
import { describeExtractor, extractorChecks } from '../src/testing/index.js';
import { failuresOf } from './support/failures.js';

/** The mean loudness of each second; `changes` spoil its session. */
const extractor = (changes: (good: ExtractorSession<'audio'>) => Partial<ExtractorSession<'audio'>> = () => ({})): Extractor => ({
  name: 'loudness',
  description: 'for tests',
  options: z.strictObject({}),
  kind: 'audio',
  async open() {
    const good: ExtractorSession<'audio'> = {
      format: { kind: 'audio', sampleRate: 8 },
      featureShape: [1],
      fingerprint: 'loudness 1',
      extract: ({ segments }: AudioMedia) => describeSegments(segments, (samples) => Float32Array.of(samples.reduce((sum, x) => sum + Math.abs(x), 0))),
      dispose: () => undefined,
    };
    return { ...good, ...changes(good) } as ExtractorSession;
  },
});

const failures = (changes: Parameters<typeof extractor>[0]) => failuresOf(extractorChecks(extractor(changes)));

describeExtractor(extractor());

describe('extractorChecks say what is wrong, and what to do', () => {
  it('of a fingerprint that says nothing', async () => {
    expect(await failures(() => ({ fingerprint: '' }))).toEqual({
      'asks for the kind of media that it names, and says what its features depend on':
        'fingerprint is empty: a version, or a hash of the weights, so that stale features are noticed',
    });
  });

  it('of rows that are missing', async () => {
    expect(await failures(() => ({ featureShape: [2] }))).toEqual({
      'gives a row of finite features for each segment': 'two segments gave 2 numbers, expected 4: a row of featureShape [2] for each',
    });
  });

  it('of rows in another order', async () => {
    expect(await failures(({ extract }) => ({ extract: async (media) => (await extract(media)).reverse() }))).toEqual({
      'gives a segment the same features alone and among others, in order':
        'the rows of two segments are not the rows of each by itself: keep their order, and nothing of one for the next',
    });
  });

  it('of features that change from call to call', async () => {
    let calls = 0;
    expect(await failures(({ extract }) => ({ extract: async (media) => (await extract(media)).map((x) => x + calls++ / 1e6) }))).toEqual({
      'gives the same features to the same media': 'the same media gave other features the second time: draw nothing, and keep no state from one recording to the next',
    });
  });

  it('of tensors left behind, by an extraction or by the session', async () => {
    const LEAKS = 'leaves no tensors behind';
    const leaking = await failures(({ extract }) => ({ extract: (media) => (tf.scalar(1), extract(media)) }));
    expect(leaking).toEqual({ [LEAKS]: 'extract leaked 1 tensor: wrap it in tf.tidy, and keep (tf.keep, tf.variable) none' });
    const kept = await failures(() => (tf.scalar(1), {}));
    expect(kept).toEqual({ [LEAKS]: 'a session that was disposed leaked 1 tensor: wrap it in tf.tidy, and keep (tf.keep, tf.variable) none' });
  });

  it('of a text, not by its words: they may depend on each other', () => {
    expect(extractorChecks({ ...extractor(), kind: 'text' }).map(({ name }) => name)).not.toContain(
      'gives a segment the same features alone and among others, in order',
    );
  });
});
