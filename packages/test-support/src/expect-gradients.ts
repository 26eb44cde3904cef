import * as tf from '@tensorflow/tfjs';
import { differences, type Nested } from './differences.js';
import { expectClose } from './expect-close.js';

/** Float32 against float64: errors relative to the largest slope, and the residue of slopes that are 0. */
const RELATIVE = 2e-4;
const FLOOR = 2e-6;

/**
 * Checks the value of `loss`, and its gradient in every input, against the same formula in float64 and its central differences.
 *
 * @param inputs as nested arrays; `loss` receives them as tensors, `formula` as arrays
 */
export function expectGradients<Inputs extends readonly Nested[]>(
  loss: (...inputs: tf.Tensor[]) => tf.Tensor,
  formula: (...inputs: Inputs) => number,
  inputs: Inputs,
): void {
  const tensors = inputs.map((values) => tf.tensor(values as tf.TensorLike));
  const scalar = (...xs: tf.Tensor[]) => loss(...xs).sum();
  expectClose(scalar(...tensors), [formula(...inputs)], 1e-5);
  const gradients = tf.grads(scalar)(tensors);
  for (const [i, values] of inputs.entries()) {
    const formulaOfOne = (changed: Nested) => formula(...(inputs.with(i, changed) as unknown as Inputs));
    expectSlopes((gradients[i] as tf.Tensor).dataSync(), values, formulaOfOne);
  }
}

/** A gradient, row-major, against the central differences of `formula` at `values`. */
export function expectSlopes<Values extends Nested>(
  gradient: ArrayLike<number>,
  values: Values,
  formula: (changed: Values) => number,
): void {
  const slopes = differences(values, formula);
  const largest = Math.max(...slopes.map(Math.abs));
  expect(gradient.length).toBe(slopes.length);
  for (const [i, slope] of slopes.entries()) {
    expect(Math.abs((gradient[i] as number) - slope)).toBeLessThanOrEqual(RELATIVE * largest + FLOOR);
  }
}
