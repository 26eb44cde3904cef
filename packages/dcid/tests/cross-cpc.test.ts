import { ParameterScope, Random } from '@cmg/core';
import { expectClose } from '@cmg/test-support';
import * as tf from '@tensorflow/tfjs';
import { contrastFutures, cpcNetworks, crossCpc, type CrossCpcOptions } from '../src/index.js';
import { build, stepState } from './support/build.js';

const options = (given: Partial<CrossCpcOptions> = {}) => crossCpc.options.parse(given);
const modalities = ['audio', 'video', 'text'];

describe('crossCpc', () => {
  it('sums the ordered pairs of different modalities, and logs the accuracy of each', () => {
    const step = stepState(modalities, 3);
    const { losses, metrics = {} } = crossCpc.create(options(), build(modalities)).terms?.(step) ?? { losses: {} };
    const networks = cpcNetworks(ParameterScope.root(new Random(1), tf).child('objective'), modalities, 3, 1, 1);
    const t = new Random(3).fork('cross-cpc').integer(1, 3);
    const { loss, accuracy } = contrastFutures(
      networks(
        modalities.map((m) => step.semantic[m] as tf.Tensor3D),
        t,
      ),
      'targets',
    );
    expectClose(losses['pairs'] as tf.Tensor, tf.sub(loss.sum(), tf.mul(loss, tf.eye(3)).sum()).dataSync(), 1e-5);
    expect(Object.keys(metrics)).toEqual(
      ['audio-video', 'audio-text', 'video-audio', 'video-text', 'text-audio', 'text-video'].map((pair) => `accuracy/${pair}`),
    );
    expect(metrics['accuracy/video-text']?.dataSync()[0]).toBe(accuracy.arraySync()[1]?.[2]);
    expect(metrics['accuracy/video-text']?.shape).toEqual([]);
  });

  it('adds own pairs by their weight, in the official form', () => {
    const official = options({ layers: 2, candidates: 'contexts', selfWeight: 0.1 });
    const step = stepState(['audio', 'video'], 3);
    const { losses, metrics = {} } = crossCpc.create(official, build(['audio', 'video'])).terms?.(step) ?? { losses: {} };
    const networks = cpcNetworks(ParameterScope.root(new Random(1), tf).child('objective'), ['audio', 'video'], 3, 2, 1);
    const t = new Random(3).fork('cross-cpc').integer(1, 3);
    const { loss } = contrastFutures(
      networks([step.semantic['audio'] as tf.Tensor3D, step.semantic['video'] as tf.Tensor3D], t),
      'contexts',
    );
    expectClose(
      losses['pairs'] as tf.Tensor,
      loss
        .mul(
          tf.tensor2d([
            [0.1, 1],
            [1, 0.1],
          ]),
        )
        .sum()
        .dataSync(),
      1e-5,
    );
    expect(Object.keys(metrics)).toContain('accuracy/audio-audio');
  });

  it('draws every t that leaves a past and a future, one a batch', () => {
    const objective = crossCpc.create(options({ minStart: 0 }), build(['audio', 'video']));
    const step = stepState(['audio', 'video']);
    const value = (seed: number) => tf.tidy(() => objective.terms?.({ ...step, random: new Random(seed) }).losses['pairs']?.dataSync()[0]);
    const seen = new Set(Array.from({ length: 40 }, (_, seed) => value(seed)));
    expect(seen.size).toBe(3);
    expect(value(4)).toBe(value(4));
  });

  it('leaves nothing behind', () => {
    const objective = crossCpc.create(options(), build(modalities));
    const step = stepState(modalities);
    const before = tf.memory().numTensors;
    tf.tidy(
      () =>
        void tf.grad(
          (z) => objective.terms?.({ ...step, semantic: { ...step.semantic, audio: z as tf.Tensor3D } }).losses['pairs'] as tf.Scalar,
        )(step.semantic['audio'] as tf.Tensor),
    );
    expect(tf.memory().numTensors).toBe(before);
  });

  it('refuses clips that are too short and a single modality', () => {
    expect(() => crossCpc.create(options(), build(modalities, { segments: 2 }))).toThrow(
      'cross-cpc: needs clips of at least 3 segments, but the data has 2',
    );
    expect(() => crossCpc.create(options({ predictionSteps: 3 }), build(modalities))).toThrow('at least 5 segments, but the data has 4');
    expect(() => crossCpc.create(options(), build(['audio']))).toThrow("this run has only 'audio'");
    expect(crossCpc.create(options({ selfWeight: 1 }), build(['audio'])).terms).toBeDefined();
  });

  it('has the improved form by default', () => {
    expect(crossCpc.options.parse({})).toEqual({ layers: 1, predictionSteps: 1, minStart: 1, candidates: 'targets', selfWeight: 0 });
  });
});
