import { type Codebook, defineCodebook, forModality, hostValue, type PerModality } from '@cmg/core';
import { straightThrough } from '@cmg/nn';
import * as tf from '@tensorflow/tfjs';
import { z } from 'zod';

const options = z.strictObject({
  size: z.int().min(1).default(128).describe('K, how many codes there are'),
});

/** What this kind learns; a run saves it. */
interface State extends Readonly<Record<string, tf.Tensor>> {
  /** The codes, [K, D], of length 1. */
  readonly embedding: tf.Tensor2D;
  /** Moving average of the sum of what falls on each code, [K, D]: its direction is the code's. */
  readonly sum: tf.Tensor2D;
  /** Batches since each modality last used each code, [M, K]. */
  readonly sinceUse: tf.Tensor2D;
}

/** x / |x| along the last axis. */
const unit = <T extends tf.Tensor>(x: T): T => tf.div(x, tf.sqrt(tf.add(tf.sum(tf.square(x), -1, true), 1e-12)));

/** [B, T, D] -> [B T, D]. */
const rowsOf = (x: tf.Tensor3D): tf.Tensor2D => x.reshape([-1, x.shape[2]]);

/** Segments by direction alone: the code of a segment is the one with the largest cosine, and codes are mean directions. */
export const exampleCodebook = defineCodebook({
  name: 'example',
  description: 'codes of length 1, chosen by cosine',
  options,

  create({ size }, { width, modalities }): Codebook<State> {
    const onCodes = (indices: tf.Tensor3D): tf.Tensor2D => tf.oneHot(tf.cast(indices.reshape([-1]), 'int32'), size).cast('float32');

    /** |u - e|^2 = 2 - 2 cos for u = z / |z|, and the code with the least of it. */
    function nearest(embedding: tf.Tensor2D, x: tf.Tensor3D) {
      const [clips, segments] = x.shape;
      const cosines = tf.matMul(rowsOf(unit(x)), embedding, false, true);
      const distances = tf.relu(tf.sub(2, tf.mul(2, cosines))).reshape([clips, segments, size]) as tf.Tensor3D;
      const indices = tf.argMin(distances, 2).expandDims(2) as tf.Tensor3D;
      const codes = tf.gather(embedding, tf.cast(indices.reshape([-1]), 'int32')).reshape([clips, segments, width]) as tf.Tensor3D;
      return { distances, indices, codes };
    }

    return {
      size,
      levels: 1,
      codeCount: size,
      shapes: { embedding: [size, width], sum: [size, width], sinceUse: [modalities.length, size] },

      start: (random, samples) =>
        tf.tidy(() => {
          const batch = samples();
          const rows = allRows(batch, modalities);
          const chosen = Int32Array.from({ length: size }, () => random.integer(0, rows.shape[0]));
          const embedding: tf.Tensor2D = tf.gather(rows, tf.tensor1d(chosen, 'int32'));
          return { embedding, sum: embedding.clone(), sinceUse: tf.zeros([modalities.length, size]) };
        }),

      assign({ embedding }, x) {
        const { distances, indices, codes } = nearest(embedding, x);
        return { distances, indices, codes, quantized: straightThrough(x, codes) as tf.Tensor3D };
      },

      encode: ({ embedding }, x) =>
        tf.tidy(() => {
          const { indices, codes } = nearest(embedding, x);
          return { indices, codes };
        }),

      table: ({ embedding }) => embedding.clone(),

      update: ({ sum, ...state }, shares, { decay }) =>
        tf.tidy(() => {
          let next: tf.Tensor2D = sum;
          for (const { indices, vectors } of shares) {
            const fallen: tf.Tensor2D = tf.matMul(onCodes(indices), unit(rowsOf(vectors)), true);
            next = tf.add(tf.mul(next, decay), tf.mul(fallen, 1 - decay));
          }
          return { ...state, sum: next.clone(), embedding: unit(next) };
        }),

      countUse: (state, { indices }) =>
        tf.tidy(() => {
          const used = tf.stack(modalities.map((modality) => tf.max(onCodes(forModality(indices, modality)), 0)));
          return { ...state, sinceUse: tf.mul(tf.add(state.sinceUse, 1), tf.sub(1, used)) as tf.Tensor2D };
        }),

      adopt: ({ sinceUse, ...state }, from) =>
        tf.tidy(() => {
          const rows = tf.unstack(sinceUse);
          return {
            ...state,
            sinceUse: tf.stack(modalities.map((modality) => rows[from.indexOf(modality)] ?? tf.zeros([size]))) as tf.Tensor2D,
          };
        }),

      reset: (state, { semantic, random }, { rule, patience }) =>
        tf.tidy(() => {
          const unused = rule === 'any' ? tf.min(state.sinceUse, 0) : tf.max(state.sinceUse, 0);
          const dead = tf.cast(tf.greater(unused, patience), 'float32');
          const rows = allRows(semantic, modalities);
          const draws = hostValue(() => tf.tensor1d(random.fork('example').uniforms(size)));
          const donors = tf.gather(rows, tf.cast(tf.floor(tf.mul(draws, rows.shape[0])), 'int32'));
          const replaced = (old: tf.Tensor2D): tf.Tensor2D => {
            const mask = dead.expandDims(1);
            return tf.add(tf.mul(old, tf.sub(1, mask)), tf.mul(donors, mask));
          };
          return {
            embedding: replaced(state.embedding),
            sum: replaced(state.sum),
            sinceUse: tf.mul(state.sinceUse, tf.sub(1, dead)) as tf.Tensor2D,
          };
        }),
    };
  },
});

/** The directions of all segments of a batch, modality by modality. */
function allRows(semantic: PerModality<tf.Tensor3D>, modalities: readonly string[]): tf.Tensor2D {
  return unit(tf.concat(modalities.map((modality) => rowsOf(forModality(semantic, modality)))));
}
