import * as tf from '@tensorflow/tfjs';
import type { Optimizer } from '../objective.js';
import type { ParameterScope } from '../parameter-scope.js';

/** Gradient descent: enough to check that an inner optimisation changes only its own parameters. */
export function descent(scope: ParameterScope, learningRate: number): Optimizer {
  return {
    minimize: (loss) => {
      const variables = [...scope.parameters.values()];
      const { value, grads } = tf.variableGrads(loss, variables);
      for (const variable of variables) {
        const gradient = grads[variable.name];
        if (gradient !== undefined) variable.assign(tf.sub(variable, tf.mul(gradient, learningRate)));
      }
      return value;
    },
    descend: (steps, gradient) =>
      tf.tidy(() => {
        const variables = [...scope.parameters.values()];
        for (let step = 0; step < steps; step++) {
          const values = tf.concat1d(variables.map((variable) => variable.reshape([variable.size]) as tf.Tensor1D));
          const next = tf.sub(values, tf.mul(gradient(values, step), learningRate));
          const parts = tf.split(
            next,
            variables.map(({ size }) => size),
          );
          variables.forEach((variable, i) => variable.assign((parts[i] as tf.Tensor).reshape(variable.shape)));
        }
      }),
  };
}
