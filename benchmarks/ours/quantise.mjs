import { nearestCodes } from '@cmg/codebook';
import * as tf from '@tensorflow/tfjs';

/** Nearest codes of many vectors. */
export class Quantise {
  parameters = 0;
  #vectors;
  #embedding;

  constructor({ vectors, codes, width }) {
    this.#vectors = tf.randomNormal([vectors, width]);
    this.#embedding = tf.randomNormal([codes, width]);
  }

  async run(repeats) {
    for (let i = 0; i < repeats; i++) {
      const indices = nearestCodes(this.#vectors, this.#embedding);
      await indices.data();
      indices.dispose();
    }
  }
}
