import { CmgError } from '@cmg/core';

/** A frame's features: cells and channels. */
export interface FrameShape {
  readonly height: number;
  readonly cellsAcross: number;
  readonly channels: number;
}

/** Cells per axis that two 3x3 convolutions without padding remove. */
export const CONVOLVED = 4;

/**
 * Reads a segment's shape [H, W, F].
 *
 * @throws CmgError if it has other axes, or fewer than 5 x 5 cells, the minimum for two 3x3 convolutions without padding.
 */
export function frameShape(shape: readonly number[], where: string): FrameShape {
  const [height = 0, cellsAcross = 0, channels = 0] = shape;
  if (shape.length !== 3 || channels < 1) {
    throw new CmgError(`expected a grid of cells per segment, of shape [H, W, F], got [${shape.join(', ')}]`, { where, kind: 'usage' });
  }
  if (height <= CONVOLVED || cellsAcross <= CONVOLVED) {
    throw new CmgError(`expected frames of at least 5 x 5 cells, got ${height} x ${cellsAcross}`, {
      where,
      kind: 'usage',
      hint: 'The specific encoder applies two 3x3 convolutions without padding. Extract features on a finer grid.',
    });
  }
  return { height, cellsAcross, channels };
}
