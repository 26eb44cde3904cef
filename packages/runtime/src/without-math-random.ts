import { CmgError } from '@cmg/core';

/**
 * Runs f, in which `Math.random` throws; tfjs's own random tensors come from it where they have no seed.
 *
 * @param where what is running, for the message
 * @throws CmgError where f draws by it
 */
export function withoutMathRandom<R>(where: () => string, f: () => R): R {
  const { random } = Math;
  Math.random = () => {
    throw new CmgError('draws by Math.random or tf.random*, so two runs of one seed would differ', {
      where: where(),
      hint: 'Draw it from the random of the step: hostValue(() => tf.tensor1d(step.random.fork(NAME).uniforms(n))), hostValue of @cmg/core.',
    });
  };
  try {
    return f();
  } finally {
    Math.random = random;
  }
}
