import { Random } from '@cmg/core';
import { UMAP } from 'umap-js';

/** Of each point, or fewer where there are fewer points; more than a class has in one modality, so that what several share is seen. */
const NEIGHBOURS = 30;
/** How near points may come to each other. */
const CLOSEST = 0.5;
/** Passes over the graph of neighbours: 200 show what 500 do, in half the time. */
const EPOCHS = 200;
const FEWEST = 4;

/**
 * Points on a plane on which neighbours stay neighbours: UMAP with Euclidean distances, from a fixed seed. Distances between groups mean
 * little.
 *
 * McInnes, Healy & Melville 2018, "UMAP: Uniform Manifold Approximation and Projection for Dimension Reduction".
 *
 * @param rows [N][D]
 * @returns [N] places; empty for fewer than four points, which have no neighbourhood, and where a number is not finite
 */
export function neighbourPlane(rows: readonly (readonly number[])[]): (readonly [number, number])[] {
  if (rows.length < FEWEST || !rows.every((row) => row.every(Number.isFinite))) return [];
  const random = new Random(0).fork('umap');
  const nNeighbors = Math.min(NEIGHBOURS, rows.length - 1);
  const umap = new UMAP({ nNeighbors, minDist: CLOSEST, nEpochs: EPOCHS, random: () => random.uniform() });
  return umap.fit(rows.map((row) => [...row])).map(([x = 0, y = 0]) => [x, y] as const);
}
