import { CmgError } from '@cmg/core';
import type * as tf from '@tensorflow/tfjs';
import type { OfficialName, OfficialNames } from './names/official-name.js';

/** One tensor of the official code and our parameters that it combines. */
export interface OfficialShape {
  readonly official: OfficialName;
  readonly shape: readonly number[];
  /** In the order of their rows; one unless the official tensor concatenates several of our parameters. */
  readonly paths: readonly string[];
}

/**
 * PyTorch's shape of one of our parameters: [in, out] -> [out, in]; [k, k, in, out] -> [out, in, k, k].
 *
 * @throws CmgError for other ranks above 1.
 */
function officialShape(shape: readonly number[], path: string): number[] {
  if (shape.length === 1) return [...shape];
  const [a, b, c, d] = shape as [number, number, number, number];
  if (shape.length === 2) return [b, a];
  if (shape.length === 4) return [d, c, a, b];
  throw new CmgError(`a parameter of rank ${shape.length} does not exist in the official code`, { where: path });
}

/** The official tensors, `<module>/<name>` -> shape, for the named parameters. */
export function officialShapes(parameters: ReadonlyMap<string, tf.Tensor>, names: OfficialNames): ReadonlyMap<string, OfficialShape> {
  const shapes = new Map<string, OfficialShape>();
  const inOrder = [...names].sort(([, a], [, b]) => (a.rows?.[0] ?? 0) - (b.rows?.[0] ?? 0));
  for (const [path, official] of inOrder) {
    const parameter = parameters.get(path);
    if (parameter === undefined) continue;
    const [rows = 0, ...rest] = officialShape(parameter.shape, path);
    const key = `${official.module}/${official.name}`;
    const before = shapes.get(key);
    shapes.set(key, {
      official: { module: official.module, name: official.name },
      shape: [(before?.shape[0] ?? 0) + rows, ...rest],
      paths: [...(before?.paths ?? []), path],
    });
  }
  return shapes;
}
