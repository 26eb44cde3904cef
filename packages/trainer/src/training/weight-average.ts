import { CmgError, type NdArray, type ParameterMap } from '@cmg/core';
import * as tf from '@tensorflow/tfjs';

interface Averaged {
  readonly path: string;
  readonly variable: tf.Variable;
  readonly average: tf.Variable;
}

/**
 * Weights averaged over steps, a <- d a + (1 - d) theta after step k (from 0), d = min(decay, (1 + k) / (10 + k)): early steps, in which weights are
 * far from where they end, are soon forgotten. Polyak & Juditsky 1992; the rise of d is that of TensorFlow's
 * `ExponentialMovingAverage`. The codebook, which averages itself, is left as it is.
 */
export class WeightAverage {
  private readonly members: readonly Averaged[];

  /** Starts with the present values of what is trained. */
  constructor(
    parameters: ParameterMap,
    private readonly decay: number,
  ) {
    this.members = [...parameters]
      .filter(([, variable]) => variable.trainable)
      .map(([path, variable]) => ({ path, variable, average: tf.tidy(() => tf.variable(tf.clone(variable), false)) }));
  }

  /** Starts anew, with the present weights. */
  restart(): void {
    for (const { variable, average } of this.members) tf.tidy(() => average.assign(tf.clone(variable)));
  }

  /** @param step from 0; its weights are taken in */
  follow(step: number): void {
    const decay = Math.min(this.decay, (1 + step) / (10 + step));
    tf.tidy(() => {
      for (const { variable, average } of this.members) average.assign(tf.add(tf.mul(average, decay), tf.mul(variable, 1 - decay)));
    });
  }

  /** Runs f with the averages in place of the weights, which are put back bit for bit. */
  async during<T>(f: () => Promise<T>): Promise<T> {
    const trained = this.members.map(({ variable }) => tf.clone(variable) as tf.Tensor);
    try {
      for (const { variable, average } of this.members) tf.tidy(() => variable.assign(tf.clone(average)));
      return await f();
    } finally {
      this.members.forEach(({ variable }, i) => variable.assign(trained[i] as tf.Tensor));
      tf.dispose(trained);
    }
  }

  /** The averages by the paths of their weights. */
  async save(): Promise<Map<string, NdArray>> {
    const values = new Map<string, NdArray>();
    for (const { path, average } of this.members) {
      values.set(path, { shape: average.shape, data: Float32Array.from(await average.data()) });
    }
    return values;
  }

  /** @throws CmgError where an average is missing or of another shape */
  restore(values: ReadonlyMap<string, NdArray>): void {
    for (const { path, average } of this.members) {
      const saved = values.get(path);
      if (saved?.shape.join() !== average.shape.join()) {
        throw new CmgError(saved === undefined ? 'has no average in the checkpoint' : 'has an average of another shape', { where: path });
      }
      tf.tidy(() => average.assign(tf.tensor(saved.data, [...saved.shape], 'float32')));
    }
  }

  /** Frees the averages; the weights are the model's. */
  dispose(): void {
    for (const { average } of this.members) average.dispose();
  }
}
