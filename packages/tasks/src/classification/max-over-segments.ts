import * as tf from '@tensorflow/tfjs';

/** Maxima over the segments of clips. */
export interface PooledSegments {
  /** out[b, h] = max_t values[indices[b, t], h], [B, H]. */
  readonly largest: tf.Tensor2D;
  /** The gradient by `values`, [K, H], of the gradient by `largest`, [B, H]. */
  scatter(gradient: tf.Tensor2D): tf.Tensor2D;
}

/**
 * The largest value that a clip's codes have in each column, and how to get its gradient; it is recorded on no tape.
 *
 * The gradient goes to one winner per cell, the first of equal segments, as in PyTorch's `max(dim)`. `tf.max` would give
 * each of them the whole of it, and ties are the rule here: one code often fills several segments of a clip.
 *
 * Computed in JavaScript: only K*H and B*H numbers pass between the backend and here. TensorFlow's gather, max, comparison and
 * scatter make seven passes over B*T*H numbers and take 1.4 to 2 times as long (B = 80, T = 10, H = 256, K = 128 and 400).
 *
 * @param values [K, H], one row per code
 * @param indices int32 [B, T]
 */
export function maxOverSegments(values: tf.Tensor2D, indices: tf.Tensor2D): PooledSegments {
  const [codes, width] = values.shape;
  const [clips, segments] = indices.shape;
  const { largest, winners } = pool(values.dataSync(), width, indices.dataSync(), segments);
  return {
    largest: tf.tensor2d(largest, [clips, width]),
    scatter: (gradient) => tf.tensor2d(addAt(gradient.dataSync(), winners, codes * width), [codes, width]),
  };
}

type Numbers = Float32Array | Int32Array | Uint8Array;

/** The maxima, [B * H], and where in `values` each of them stands. */
function pool(values: Numbers, width: number, indices: Numbers, segments: number) {
  const cells = (indices.length / segments) * width;
  const largest = new Float32Array(cells);
  const winners = new Int32Array(cells);
  for (let i = 0; i < indices.length; i++) {
    const clip = Math.floor(i / segments) * width;
    const row = (indices[i] as number) * width;
    const first = i % segments === 0;
    for (let h = 0; h < width; h++) {
      const value = values[row + h] as number;
      if (first || value > (largest[clip + h] as number)) {
        largest[clip + h] = value;
        winners[clip + h] = row + h;
      }
    }
  }
  return { largest, winners };
}

/** sums[at[i]] += values[i]. */
function addAt(values: Numbers, at: Int32Array, size: number): Float32Array {
  const sums = new Float32Array(size);
  for (let i = 0; i < at.length; i++) {
    const cell = at[i] as number;
    sums[cell] = (sums[cell] as number) + (values[i] as number);
  }
  return sums;
}
