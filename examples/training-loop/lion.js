import * as tf from '@tensorflow/tfjs';

/**
 * Steps of one length in the direction of a moving average: with gradient g, p -= rate sign(b1 m + (1-b1) g); m <- b2 m + (1-b2) g.
 *
 * Chen et al. 2023, "Symbolic Discovery of Optimization Algorithms", without weight decay.
 *
 * @param parameters by their path, as `buildObjectives` returns them
 */
export function createLion(parameters, { beta1 = 0.9, beta2 = 0.99 } = {}) {
  const trained = [...parameters.values()]
    .filter(({ trainable }) => trainable)
    .map((parameter) => ({ parameter, momentum: tf.variable(tf.zeros(parameter.shape), false) }));
  const mixed = (momentum, gradient, beta) => momentum.mul(beta).add(gradient.mul(1 - beta));
  return {
    /** Within `tf.tidy`; gradients by the names of variables, none where the loss does not depend on one. */
    step(gradients, rate) {
      for (const { parameter, momentum } of trained) {
        const gradient = gradients[parameter.name];
        if (gradient === undefined) continue;
        parameter.assign(parameter.sub(mixed(momentum, gradient, beta1).sign().mul(rate)));
        momentum.assign(mixed(momentum, gradient, beta2));
      }
      return {}; // norms of gradients, to be logged
    },
  };
}
