import { CmgError } from '@cmg/core';
import type * as tf from '@tensorflow/tfjs';

/** One axis of an expected shape: its exact size, or a letter for an axis of any size. */
export type ExpectedAxis = number | string;

/**
 * Rejects a tensor of another shape, for example `expectShape(x, ['B', 'T', 256], 'encoder/audio/affine')`.
 *
 * Letters stand for any size of 1 or more; a leading `'...'` for any number of axes, including none.
 *
 * @throws CmgError that names `where`, the expected and the actual shape.
 */
export function expectShape(x: tf.Tensor, expected: readonly ExpectedAxis[], where: string): void {
  const open = expected[0] === '...';
  const axes = open ? expected.slice(1) : expected;
  const actual = open ? x.shape.slice(Math.max(0, x.rank - axes.length)) : x.shape;
  const fits = actual.length === axes.length && axes.every((axis, i) => fitsAxis(axis, actual[i] as number));
  if (!fits) throw new CmgError(`expected a tensor of shape [${expected.join(', ')}], got [${x.shape.join(', ')}]`, { where });
}

function fitsAxis(axis: ExpectedAxis, size: number): boolean {
  return typeof axis === 'number' ? axis === size : size > 0;
}
