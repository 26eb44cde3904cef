import { Random } from '@cmg/core';

/** Seeded standard normal values, [B][T][D]. */
export function nestedNormals([batch, segments, width]: readonly [number, number, number], seed: number): number[][][] {
  const random = new Random(seed).fork('normals');
  const row = () => Array.from({ length: width }, () => random.normal());
  return Array.from({ length: batch }, () => Array.from({ length: segments }, row));
}
