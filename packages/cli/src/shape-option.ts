import { CmgError } from '@cmg/core';

/**
 * `6,50` -> [6, 50].
 *
 * @throws CmgError of kind `usage` if it is not a shape
 */
export function shapeOption(text: string): number[] {
  const shape = text.split(',').map(Number);
  if (shape.every((size) => Number.isInteger(size) && size > 0)) return shape;
  throw new CmgError(`'${text}' is not a shape`, { kind: 'usage', where: '--shape', hint: 'Sizes joined by commas: 6,50.' });
}
