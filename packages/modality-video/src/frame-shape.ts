import { CmgError } from '@cmg/core';

/** A frame's features: cells and channels. A vector is one cell. */
export interface FrameShape {
  readonly height: number;
  readonly cellsAcross: number;
  readonly channels: number;
}

/** Cells per axis that two 3x3 convolutions without padding remove. */
export const CONVOLVED = 4;

/**
 * Reads a segment's shape: a grid [H, W, F] or a vector [F].
 *
 * @throws CmgError if it has other axes.
 */
export function frameShape(shape: readonly number[], where: string): FrameShape {
  const [height = 0, cellsAcross = 0, channels = 0] = shape.length === 1 ? [1, 1, ...shape] : shape;
  if (![1, 3].includes(shape.length) || Math.min(height, cellsAcross, channels) < 1) {
    throw new CmgError(`expected a grid of cells or a vector per segment, of shape [H, W, F] or [F], got [${shape.join(', ')}]`, {
      where,
      kind: 'usage',
    });
  }
  return { height, cellsAcross, channels };
}

/** Whether the published convolutions fit. On fewer than 5 x 5 cells, each cell is mapped on its own instead. */
export const isConvolved = ({ height, cellsAcross }: FrameShape): boolean => height > CONVOLVED && cellsAcross > CONVOLVED;
