import { CmgError } from '@cmg/core';

/**
 * Runs f with a `Math.random` that throws; tfjs's own random tensors use it unless they have a seed.
 *
 * @param where the running part, for the message
 * @throws CmgError if f uses it
 */
export function withoutMathRandom<R>(where: () => string, f: () => R): R {
  const { random } = Math;
  Math.random = () => {
    throw new CmgError('uses Math.random or tf.random*, so two runs with the same seed would differ', {
      where: where(),
      hint: 'Use the random numbers of the step: hostValue(() => tf.tensor1d(step.random.fork(NAME).uniforms(n))), hostValue of @cmg/core.',
    });
  };
  try {
    return f();
  } finally {
    Math.random = random;
  }
}
