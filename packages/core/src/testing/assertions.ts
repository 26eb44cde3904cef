import type * as tf from '@tensorflow/tfjs';
import { numbersOf } from './tensors.js';

/** Throws with a check's message. */
export function fail(message: string): never {
  throw new Error(message);
}

/** Throws unless the condition holds. */
export function expectThat(condition: boolean, message: string | (() => string)): asserts condition {
  if (!condition) fail(typeof message === 'string' ? message : message());
}

const show = (shape: readonly number[]): string => `[${shape.join(', ')}]`;

/** By structure, since it may come from another copy of TensorFlow.js. */
const isTensor = (value: unknown): value is tf.Tensor => Array.isArray((value as Partial<tf.Tensor> | undefined | null)?.shape);

/** @param hint what to do if the shape differs */
export function expectShape(what: string, tensor: unknown, expected: readonly number[], hint: string): void {
  expectThat(isTensor(tensor), () => `${what}: expected a tensor ${show(expected)}, got ${tensor === null ? 'null' : typeof tensor}`);
  const same = tensor.shape.length === expected.length && expected.every((size, axis) => tensor.shape[axis] === size);
  expectThat(same, () => `${what}: expected ${show(expected)}, got ${show(tensor.shape)}: ${hint}`);
}

export function expectFinite(what: string, tensor: tf.Tensor): void {
  const wrong = numbersOf(tensor).find((value) => !Number.isFinite(value));
  expectThat(
    wrong === undefined,
    () => `${what} has ${wrong}: guard logarithms, roots and quotients, the gradient of a root at 0 is infinite`,
  );
}

/** Numbers by name, as {@link differenceOf} compares them. */
export type Numbers = Readonly<Record<string, ArrayLike<number>>>;

/** Values of tensors by name. */
export function numbersByName(tensors: Readonly<Record<string, tf.Tensor | undefined>>): Numbers {
  return Object.fromEntries(Object.entries(tensors).flatMap(([name, tensor]) => (tensor === undefined ? [] : [[name, numbersOf(tensor)]])));
}

/** The first name whose numbers differ by more than the tolerance (relative above 1); undefined if none does. */
export function differenceOf(a: Numbers, b: Numbers, tolerance = 0): string | undefined {
  return [...new Set([...Object.keys(a), ...Object.keys(b)])].find((name) => !areNear(a[name] ?? [], b[name] ?? [], tolerance));
}

function areNear(a: ArrayLike<number>, b: ArrayLike<number>, tolerance: number): boolean {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) {
    const [x, y] = [a[i] as number, b[i] as number];
    if (x !== y && !Object.is(x, y) && !(Math.abs(x - y) <= tolerance * Math.max(1, Math.abs(x)))) return false;
  }
  return true;
}
