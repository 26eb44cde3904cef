/** @import { QuantiseCase } from '../types.ts' */
import { nearestCodes } from '@cmg/codebook';
import * as tf from '@tensorflow/tfjs';

/** Nearest codes of many vectors. */
export class Quantise {
  parameters = 0;
  #vectors;
  #embedding;

  /** @param {QuantiseCase} benchmark */
  constructor({ vectors, codes, width }) {
    this.#vectors = /** @type {tf.Tensor2D} */ (tf.randomNormal([vectors, width]));
    this.#embedding = /** @type {tf.Tensor2D} */ (tf.randomNormal([codes, width]));
  }

  /** @param {number} repeats */
  async run(repeats) {
    for (let i = 0; i < repeats; i++) {
      const indices = nearestCodes(this.#vectors, this.#embedding);
      await indices.data();
      indices.dispose();
    }
  }
}
