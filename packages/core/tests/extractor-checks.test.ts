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
      extract: ({ segments }: AudioMedia) =>
        describeSegments(segments, (samples) => Float32Array.of(samples.reduce((sum, x) => sum + Math.abs(x), 0))),
      dispose: () => undefined,
    };
    return { ...good, ...changes(good) };
  },
});

const failures = (changes: Parameters<typeof extractor>[0]) => failuresOf(extractorChecks(extractor(changes)));

describeExtractor(extractor());

describe('extractorChecks say what is wrong, and what to do', () => {
  it('of a fingerprint that says nothing', async () => {
    expect(await failures(() => ({ fingerprint: '' }))).toEqual({
      'asks for its own kind of media, and has a fingerprint':
        'fingerprint is empty: use a version, or a hash of the weights, so that stale features are detected',
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
        'the rows of two segments differ from those of each one alone: keep their order, and carry nothing over from one to the next',
    });
  });

  it('of features that change from call to call', async () => {
    let calls = 0;
    expect(await failures(({ extract }) => ({ extract: async (media) => (await extract(media)).map((x) => x + calls++ / 1e6) }))).toEqual({
      'gives the same features for the same media':
        'the same media gave different features the second time: draw no random numbers, and keep no state between recordings',
    });
  });

  it('of tensors left behind, by an extraction or by the session', async () => {
    const LEAKS = 'leaves no tensors behind';
    const leaking = await failures(({ extract }) => ({ extract: (media) => (tf.scalar(1), extract(media)) }));
    expect(leaking).toEqual({ [LEAKS]: 'extract leaked 1 tensor: wrap it in tf.tidy, and do not use tf.keep or tf.variable' });
    const kept = await failures(() => (tf.scalar(1), {}));
    expect(kept).toEqual({
      [LEAKS]: 'a session that was disposed leaked 1 tensor: wrap it in tf.tidy, and do not use tf.keep or tf.variable',
    });
  });

  it('of a text, not by its words: they may depend on each other', () => {
    expect(extractorChecks({ ...extractor(), kind: 'text' }).map(({ name }) => name)).not.toContain(
      'gives a segment the same features alone and among others, in order',
    );
  });
});
