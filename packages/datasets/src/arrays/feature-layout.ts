import { CmgError } from '@cmg/core';
import type { NumberArray } from './array-source.js';

/** How the rows of a stored array become the T segments of a clip. */
export interface FeatureLayout {
  /** Shape of one segment's features. */
  readonly shape: readonly number[];
  /**
   * `exact`: other lengths are an error. `repeat-last`: repeats the last row, or cuts the rest (sound of all published sets).
   * `pad-zeros`: appends rows of zeros, or cuts the rest (words). `own`: as `repeat-last`, but what is repeated does not count
   * (`Dataset.lengths`).
   */
  readonly fit: 'exact' | 'repeat-last' | 'pad-zeros' | 'own';
  /** The number of rows to fit to, each of which spans `T / length` segments; default: T. */
  readonly length?: number;
}

const same = (a: readonly number[], b: readonly number[]): boolean => a.length === b.length && a.every((n, i) => n === b[i]);

/** Numbers of one segment. */
export const widthOf = ({ shape }: FeatureLayout): number => shape.reduce((product, n) => product * n, 1);

/**
 * @param where for messages
 * @throws CmgError if the array's shape is not [rows, ...layout.shape]
 */
export function checkShape({ shape }: Pick<NumberArray, 'shape'>, layout: FeatureLayout, segments: number, where: string): void {
  const { fit, length = segments } = layout;
  const rows = shape[0] ?? 0;
  if (same(shape.slice(1), layout.shape) && rows > 0 && (fit !== 'exact' || rows === length)) return;
  const first = fit === 'exact' ? length : 'rows';
  throw new CmgError(`has shape [${shape.join(', ')}]; expected [${[first, ...layout.shape].join(', ')}]`, { where });
}

/** Writes the T segments of an array that passed {@link checkShape} into `out` from `offset` on. */
export function fitSegments(
  { shape, data }: NumberArray,
  layout: FeatureLayout,
  segments: number,
  out: Float32Array,
  offset: number,
): void {
  const { fit, length = segments } = layout;
  const rows = shape[0] ?? 0;
  const width = widthOf(layout);
  const repeats = segments / length;
  for (let segment = 0; segment < segments; segment++) {
    const row = Math.floor(segment / repeats);
    if (row >= rows && fit === 'pad-zeros') {
      out.fill(0, offset + segment * width, offset + segments * width);
      break;
    }
    const source = Math.min(row, rows - 1) * width;
    out.set(data.subarray(source, source + width), offset + segment * width);
  }
}
