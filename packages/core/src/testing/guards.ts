import * as tf from '@tensorflow/tfjs';
import { fail } from './assertions.js';

/** Runs a part; fails if it draws from `Math.random`, which cannot be seeded. */
export function withoutMathRandom<R>(what: string, body: () => R): R {
  const { random } = Math;
  Math.random = () =>
    fail(
      `${what} drew from Math.random: draw from context.random inside hostValue (tf.randomNormal, tf.dropout and the like use Math.random without a seed)`,
    );
  try {
    return body();
  } finally {
    Math.random = random;
  }
}

/** Runs a part in a tidy; fails if tensors outlive it. */
export function withoutLeak(what: string, body: () => void): void {
  const before = tf.memory().numTensors;
  tf.tidy(body);
  failOnLeak(what, before);
}

/** The same for an asynchronous part, without a surrounding tidy. */
export async function withoutAsyncLeak(what: string, body: () => Promise<unknown>): Promise<void> {
  const before = tf.memory().numTensors;
  await body();
  failOnLeak(what, before);
}

function failOnLeak(what: string, before: number): void {
  const leaked = tf.memory().numTensors - before;
  if (leaked > 0)
    fail(`${what} leaked ${leaked} tensor${leaked === 1 ? '' : 's'}: wrap it in tf.tidy, and do not use tf.keep or tf.variable`);
  if (leaked < 0) fail(`${what} disposed ${-leaked} tensor${leaked === -1 ? '' : 's'} that it was given: leave that to the caller`);
}

/** The total number of variables. */
export const countVariables = (): number => Object.keys(tf.engine().state.registeredVariables).length;

/** Fails if a part changes or disposes the tensors that it was given. */
export function expectUntouched(what: string, tensors: Readonly<Record<string, tf.Tensor>>, body: () => void): void {
  const before = Object.entries(tensors).map(([name, tensor]) => ({ name, tensor, values: tensor.dataSync().slice() }));
  body();
  for (const { name, tensor, values } of before) {
    if (tensor.isDisposed) fail(`${what} disposed ${name}, which it was given: leave that to the caller`);
    const now = tensor.dataSync();
    if (!values.every((value, i) => Object.is(value, now[i]))) fail(`${what} overwrote ${name}, which it was given: make a new tensor`);
  }
}
