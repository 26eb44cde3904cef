import * as tf from '@tensorflow/tfjs';
import { forModality, perModality, type PerModality } from '../per-modality.js';
import { Random } from '../random.js';
import type { StepState } from '../step-state.js';
import { sampleCodebook, type SampleState } from './sample-codebook.js';
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

/** What encoders would have returned: leaves of the gradient. */
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

/**
 * A step as a trainer would make it, with fixed features instead of encoders and (q + s) / 2 instead of a decoder.
 *
 * @param present which segments there are, [B, T] each; default: all
 */
export function sampleStep(
  sizes: SampleSizes,
  features: SampleFeatures,
  codebook: SampleState,
  step = 0,
  seed = 1,
  present?: PerModality<tf.Tensor2D>,
): StepState {
  const { modalities, batch, segments, width } = sizes;
  const random = new Random(seed);
  const context = { training: true, random };
  const found = perModality(modalities, (m) => sampleCodebook(sizes).assign(codebook, forModality(features.semantic, m), m, context));
  return {
    modalities,
    random: random.fork('step', step),
    ...features,
    inputs: perModality(modalities, (m) => randomTensor(random.fork('input', m), [batch, segments, width])),
    targets: perModality(modalities, (m) => randomTensor(random.fork('target', m), [batch, segments, width])),
    distances: perModality(modalities, (m) => forModality(found, m).distances),
    indices: perModality(modalities, (m) => presentIndices(forModality(found, m).indices, present?.[m])),
    ...(present && { present }),
    codes: perModality(modalities, (m) => forModality(found, m).codes),
    quantized: perModality(modalities, (m) => forModality(found, m).quantized),
    codebook,
    decode: (_modality, q, s) => tf.mul(tf.add(q, s), 0.5),
  };
}

/** Indices [B, T, L], -1 for segments that are not there. */
export function presentIndices(indices: tf.Tensor3D, present: tf.Tensor2D | undefined): tf.Tensor3D {
  if (present === undefined) return indices;
  const there = tf.cast(present.expandDims(2), 'int32');
  return tf.sub(tf.mul(tf.add(indices, tf.scalar(1, 'int32')), there), tf.scalar(1, 'int32'));
}
