import * as tf from '@tensorflow/tfjs';
import type { CodebookState } from '../codebook-state.js';
import { forModality, perModality, type PerModality } from '../per-modality.js';
import { Random } from '../random.js';
import type { StepState } from '../step-state.js';
import { randomTensor } from './tensors.js';

/** Sizes of a sample step. */
export interface SampleSizes {
  readonly modalities: readonly string[];
  /** B. */
  readonly batch: number;
  /** T. */
  readonly segments: number;
  /** D, and the width of targets and specific features. */
  readonly width: number;
  /** K. */
  readonly codes: number;
  /** C. */
  readonly clubWidth: number;
}

export const SAMPLE_SIZES: SampleSizes = {
  modalities: ['audio', 'video', 'text'],
  batch: 4,
  segments: 5,
  width: 6,
  codes: 7,
  clubWidth: 3,
};

/** What encoders would have given: leaves of the gradient. */
export interface SampleFeatures {
  readonly semantic: PerModality<tf.Tensor3D>;
  readonly specific: PerModality<tf.Tensor3D>;
  readonly clubView: PerModality<tf.Tensor3D>;
}

export function sampleFeatures({ modalities, batch, segments, width, clubWidth }: SampleSizes, seed = 1): SampleFeatures {
  const random = new Random(seed);
  const features = (name: string, last: number) =>
    perModality(modalities, (m) => randomTensor<tf.Tensor3D>(random.fork(name, m), [batch, segments, last]));
  return { semantic: features('semantic', width), specific: features('specific', width), clubView: features('club', clubWidth) };
}

export function sampleCodebook({ modalities, codes, width }: SampleSizes, seed = 1): CodebookState {
  const embedding = randomTensor<tf.Tensor2D>(new Random(seed).fork('codebook'), [codes, width]);
  return {
    embedding,
    emaCount: tf.ones([codes]),
    emaSum: tf.clone(embedding),
    sinceUse: tf.fill([modalities.length, codes], 2) as tf.Tensor2D,
  };
}

/** What f computes, constant to a gradient that is being taken around it. */
function constant<T>(f: () => T): T {
  const { state } = tf.engine();
  const { gradientDepth, activeTape } = state;
  Object.assign(state, { gradientDepth: 0, activeTape: [] });
  try {
    return f();
  } finally {
    Object.assign(state, { gradientDepth, activeTape });
  }
}

/** z quantised: distances and straight-through are differentiable in z, the rest is constant. */
function quantized(z: tf.Tensor3D, embedding: tf.Tensor2D) {
  const distances = tf.relu(
    tf.matMul(tf.reshape(z, [-1, z.shape[2]]), embedding, false, true)
      .mul(-2)
      .add(tf.sum(tf.square(tf.reshape(z, [-1, z.shape[2]])), 1, true))
      .add(tf.sum(tf.square(embedding), 1)),
  ).reshape([z.shape[0], z.shape[1], embedding.shape[0]]) as tf.Tensor3D;
  const { indices, codes } = constant(() => {
    const nearest = tf.argMin(distances, 2) as tf.Tensor2D;
    return { indices: nearest, codes: tf.gather(embedding, nearest) as tf.Tensor as tf.Tensor3D };
  });
  const straight = tf.customGrad(() => ({ value: tf.clone(codes), gradFunc: (dy: tf.Tensor) => dy }));
  return { distances, indices, codes, quantized: straight(z) as tf.Tensor3D };
}

/** A step as a trainer would give it, with fixed features in place of encoders and (q + s) / 2 in place of a decoder. */
export function sampleStep(sizes: SampleSizes, features: SampleFeatures, codebook: CodebookState, step = 0, seed = 1): StepState {
  const { modalities, batch, segments, width } = sizes;
  const random = new Random(seed);
  const found = perModality(modalities, (m) => quantized(forModality(features.semantic, m), codebook.embedding));
  return {
    modalities,
    random: random.fork('step', step),
    ...features,
    targets: perModality(modalities, (m) => randomTensor(random.fork('target', m), [batch, segments, width])),
    distances: perModality(modalities, (m) => forModality(found, m).distances),
    indices: perModality(modalities, (m) => forModality(found, m).indices),
    codes: perModality(modalities, (m) => forModality(found, m).codes),
    quantized: perModality(modalities, (m) => forModality(found, m).quantized),
    codebook,
    decode: (_modality, q, s) => tf.mul(tf.add(q, s), 0.5),
  };
}
