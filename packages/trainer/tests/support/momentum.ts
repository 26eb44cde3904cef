import { CmgError, type CreateMainOptimizer, type NdArray } from '@cmg/core';
import * as tf from '@tensorflow/tfjs';

/** Gradient descent with momentum, written as a stranger would: v = 0.9 v + g, p -= rate v. */
export const createMomentum: CreateMainOptimizer = (parameters) => {
  const velocities = new Map(
    [...parameters].map(([path, variable]) => [path, tf.tidy(() => tf.variable(tf.zeros(variable.shape), false))]),
  );
  return {
    step(gradients, learningRate) {
      for (const [path, variable] of parameters) {
        const [gradient, velocity] = [gradients[variable.name], velocities.get(path) as tf.Variable];
        if (gradient === undefined) continue;
        velocity.assign(velocity.mul(0.9).add(gradient));
        variable.assign(variable.sub(velocity.mul(learningRate)));
      }
      return {};
    },
    async save() {
      const entries = [...velocities].map(async ([path, v]): Promise<[string, NdArray]> => [
        `${path}/velocity`,
        { shape: v.shape, data: Float32Array.from(await v.data()) },
      ]);
      return new Map(await Promise.all(entries));
    },
    restore(state) {
      if (state.size !== velocities.size) throw new CmgError('the checkpoint is of another optimiser');
      for (const [path, velocity] of velocities) {
        const saved = state.get(`${path}/velocity`);
        if (saved === undefined) throw new CmgError('is missing from the checkpoint', { where: `${path}/velocity` });
        tf.tidy(() => velocity.assign(tf.tensor(saved.data, [...saved.shape])));
      }
    },
    dispose: () => tf.dispose([...velocities.values()]),
  };
};
