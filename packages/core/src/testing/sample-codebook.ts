import * as tf from '@tensorflow/tfjs';
import type { Codebook } from '../codebook.js';
import { forModality } from '../per-modality.js';
import { Random } from '../random.js';
import type { SampleSizes } from './sample-step.js';
import { randomTensor } from './tensors.js';

/** What the sample has learnt. */
export type SampleState = {
  /** [K, D]. */
  readonly embedding: tf.Tensor2D;
  /** [M, K]: batches since each modality last used each code. */
  readonly sinceUse: tf.Tensor2D;
};

/** What f computes, treated as constant by a surrounding gradient. */
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

/** Assigns z [B, T, D] to codes [K, D]: distances and straight-through are differentiable in z, the rest is constant. */
function quantized(z: tf.Tensor3D, embedding: tf.Tensor2D) {
  const distances = tf
    .relu(
      tf
        .matMul(tf.reshape(z, [-1, z.shape[2]]), embedding, false, true)
        .mul(-2)
        .add(tf.sum(tf.square(tf.reshape(z, [-1, z.shape[2]])), 1, true))
        .add(tf.sum(tf.square(embedding), 1)),
    )
    .reshape([z.shape[0], z.shape[1], embedding.shape[0]]) as tf.Tensor3D;
  const { indices, codes } = constant(() => {
    const nearest = tf.argMin(distances, 2);
    return { indices: nearest.expandDims(2) as tf.Tensor3D, codes: tf.gather(embedding, nearest) as tf.Tensor as tf.Tensor3D };
  });
  const straight = tf.customGrad(() => ({ value: tf.clone(codes), gradFunc: (dy: tf.Tensor) => dy }));
  return { distances, indices, codes, quantized: straight(z) as tf.Tensor3D };
}

/** The simplest codebook that learns and resets: for the objectives' suite, which is independent of any codebook package. */
export function sampleCodebook({ modalities, codes: size, width }: SampleSizes): Codebook<SampleState> {
  return {
    size,
    levels: 1,
    codeCount: size,
    shapes: { embedding: [size, width], sinceUse: [modalities.length, size] },
    start: (random) => ({
      embedding: randomTensor(random.fork('codebook'), [size, width]),
      sinceUse: tf.fill([modalities.length, size], 2),
    }),
    assign: ({ embedding }, z) => quantized(z, embedding),
    encode: ({ embedding }, z) => quantized(z, embedding),
    table: ({ embedding }) => tf.clone(embedding),
    update: (state, shares, { decay }) =>
      tf.tidy(() => {
        const hits = tf.oneHot(tf.concat(shares.map(({ indices }) => indices.flatten())), size).cast('float32');
        const vectors = tf.concat(shares.map((share) => share.vectors.reshape([-1, width])));
        const moved = tf
          .matMul(hits, vectors, true)
          .mul(1 - decay)
          .add(state.embedding.mul(decay));
        return { ...state, embedding: moved as tf.Tensor2D };
      }),
    countUse: (state) => state,
    adopt: ({ embedding, sinceUse }, from) =>
      tf.tidy(() => {
        const rows = tf.unstack(sinceUse);
        return { embedding, sinceUse: tf.stack(modalities.map((m) => rows[from.indexOf(m)] ?? tf.fill([size], 2))) as tf.Tensor2D };
      }),
    readsPresent: true,
    reset: (state, { modalities: names, semantic, present }, { patience }) =>
      tf.tidy(() => {
        const dead = tf.greater(state.sinceUse.min(0), patience).expandDims(1);
        const segments = tf.concat(
          names.map((m) => {
            const z = forModality(semantic, m);
            return (present === undefined ? z : tf.mul(z, forModality(present, m).expandDims(2))).reshape([-1, width]);
          }),
        );
        return { ...state, embedding: tf.where(dead, tf.slice(segments, [0, 0], [size, width]), state.embedding) as tf.Tensor2D };
      }),
  };
}

/** A sample state for a seed. */
export const sampleCodebookState = (sizes: SampleSizes, seed = 1): SampleState => sampleCodebook(sizes).start(new Random(seed), () => ({}));
