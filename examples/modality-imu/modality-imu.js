import { CmgError, defineModality } from '@cmg/core';
import { linear, relu, transformerEncoder, vectorSpecificEncoder } from '@cmg/nn';
import * as tf from '@tensorflow/tfjs';
import { z } from 'zod';
import { csvRecording } from './csv-recording.js';

const options = z.strictObject({
  window: z.int().min(1).default(10).describe('samples of a window, which must divide those of a segment'),
  hidden: z.int().min(1).default(64).describe('features of a window, and width of the hidden layer of the decoder'),
  specificWidth: z.int().min(1).default(32).describe('S, width of the modality-specific features'),
});

/** [B, T, C, N] -> [B, T, C N]. */
const flatten = (x) => x.reshape([...x.shape.slice(0, 2), -1]);

/**
 * What happens in a segment, wherever in it: filters over windows that do not overlap (a convolution, as one product of matrices),
 * and their mean over the segment, [B, T, C, N] -> [B, T, hidden].
 */
function windowFeatures({ parameters, featureShape: [channels, samples] }, { window, hidden }) {
  if (samples % window !== 0) {
    throw new CmgError(`windows of ${window} samples do not divide segments of ${samples}`, { where: parameters.path, kind: 'usage' });
  }
  const windows = samples / window;
  const filters = linear(parameters.child('filters'), channels * window, hidden);
  return (x) => {
    const [clips, segments] = x.shape;
    const cut = x.reshape([clips * segments, channels, windows, window]).transpose([0, 2, 1, 3]);
    return relu(filters(cut.reshape([clips, segments, windows, channels * window]))).mean(2);
  };
}

/** An inertial sensor: each second is [6, 50], acceleration along x, y and z and rotation about them, 50 times a second. */
export default defineModality({
  name: 'imu',
  description: 'an inertial sensor: channels by samples of each second',
  options,
  features: { axes: ['C', 'N'], description: 'C channels of N samples: [6, 50]' },
  extractors: [csvRecording],

  createSemanticEncoder(chosen, build) {
    const { parameters, width } = build;
    const describe = windowFeatures(build, chosen);
    const inTime = transformerEncoder(parameters.child('time'), { inputWidth: chosen.hidden, width, layers: 1, feedForward: 2 * width });
    return { apply: (x, context) => inTime(describe(x), context) };
  },

  createSpecificEncoder({ specificWidth }, { featureShape: [channels, samples], ...build }) {
    const encoder = vectorSpecificEncoder({ ...build, featureShape: [channels * samples] }, specificWidth);
    return { ...encoder, apply: (x, context) => encoder.apply(flatten(x), context) };
  },

  createDecoder({ hidden }, { parameters, width, featureShape, specificShape: [specificWidth] }) {
    const [channels, samples] = featureShape;
    const first = linear(parameters.child('first'), width + specificWidth, hidden);
    const second = linear(parameters.child('second'), hidden, channels * samples);
    return { apply: (q, s) => second(relu(first(tf.concat([q, s], 2)))).reshape([...q.shape.slice(0, 2), channels, samples]) };
  },
});
