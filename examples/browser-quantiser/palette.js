import { VectorQuantizer } from '@cmg/codebook';
import { Random } from '@cmg/core';
import * as tf from '@tensorflow/tfjs';

/** Pixels of a step. */
const BATCH = 512;

/** A few colours that learn to stand for all of a picture: each pixel is a vector [red, green, blue], each colour a code. */
export class Palette {
  #random = new Random(0);
  #pixels;
  #quantizer;
  /** Steps so far. */
  steps = 0;

  /**
   * @param rgba bytes of the pixels, as a canvas gives them
   * @param size K, how many colours
   */
  constructor(rgba, size) {
    this.#pixels = tf.tidy(() =>
      tf
        .tensor2d(rgba, [rgba.length / 4, 4], 'float32')
        .slice([0, 0], [-1, 3])
        .div(255),
    );
    // All codes start near black: where they go is learnt, and those that no pixel uses start again at one that has none.
    this.#quantizer = new VectorQuantizer({ size, width: 3, initial: 'uniform', ema: { decay: 0.95 }, reset: { patience: 10 } });
  }

  /** A step on some pixels: codes move to the mean of what falls on them. */
  train() {
    tf.tidy(() => {
      const rows = Int32Array.from({ length: BATCH }, () => this.#random.integer(0, this.#pixels.shape[0]));
      this.#quantizer.update(tf.gather(this.#pixels, tf.tensor1d(rows, 'int32')));
    });
    this.steps += 1;
  }

  /** All pixels on codes: which one each has; the colours, [K, 3] of [0, 1]; the root of the mean squared error, of [0, 1]. */
  async quantise() {
    const { indices, table, error } = tf.tidy(() => {
      const { indices, codes } = this.#quantizer.encode(this.#pixels);
      const { codebook, state } = this.#quantizer;
      return { indices, table: codebook.table(state), error: codes.sub(this.#pixels).square().mean().sqrt() };
    });
    try {
      return { indices: await indices.data(), colours: await table.array(), error: (await error.data())[0] };
    } finally {
      tf.dispose([indices, table, error]);
    }
  }

  dispose() {
    this.#quantizer.dispose();
    this.#pixels.dispose();
  }
}
