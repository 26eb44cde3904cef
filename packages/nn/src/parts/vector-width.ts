import { CmgError } from '@cmg/core';

/**
 * F of a segment's shape [F].
 *
 * @throws CmgError if a segment is not a vector.
 */
export function vectorWidth(shape: readonly number[], where: string): number {
  const [width] = shape;
  if (shape.length === 1 && width !== undefined && width > 0) return width;
  throw new CmgError(`expected one vector per segment, of shape [F], got [${shape.join(', ')}]`, { where, kind: 'usage' });
}
