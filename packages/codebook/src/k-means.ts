import type { Random } from '@cmg/core';

const ITERATIONS = 10;

/**
 * The centres of clusters by Lloyd's algorithm: 10 rounds from k-means++ seeds; [S * D] -> [size * D], plain arrays, sums in float64.
 *
 * A seed is a segment, drawn with a probability in proportion to its squared distance to the nearest seed so far; if every
 * segment is a seed already, it is any of them. A centre that is nearest to no segment stays where it was.
 * Arthur and Vassilvitskii 2007, "k-means++: the advantages of careful seeding".
 */
export function kMeans(segments: Float32Array, size: number, width: number, random: Random): Float32Array {
  const centres = seeds(segments, size, width, random);
  for (let i = 0; i < ITERATIONS; i++) moveToMeans(centres, segments, width);
  return centres;
}

function seeds(segments: Float32Array, size: number, width: number, random: Random): Float32Array {
  const count = segments.length / width;
  const centres = new Float32Array(size * width);
  const nearest = new Float64Array(count).fill(Infinity);
  for (let k = 0; k < size; k++) {
    const row = k === 0 ? random.integer(0, count) : drawByWeight(nearest, random);
    centres.set(segments.subarray(row * width, (row + 1) * width), k * width);
    for (let s = 0; s < count; s++) {
      nearest[s] = Math.min(nearest[s] as number, squaredDistance(segments, s, centres, k, width));
    }
  }
  return centres;
}

function drawByWeight(weights: Float64Array, random: Random): number {
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  if (total === 0) return random.integer(0, weights.length);
  let left = random.uniform(0, total);
  for (const [i, weight] of weights.entries()) {
    left -= weight;
    if (left < 0) return i;
  }
  return weights.findLastIndex((weight) => weight > 0);
}

function moveToMeans(centres: Float32Array, segments: Float32Array, width: number): void {
  const size = centres.length / width;
  const sums = new Float64Array(centres.length);
  const counts = new Float64Array(size);
  for (let s = 0; s < segments.length / width; s++) {
    const k = nearestCentre(segments, s, centres, width);
    counts[k] = (counts[k] as number) + 1;
    for (let d = 0; d < width; d++) {
      sums[k * width + d] = (sums[k * width + d] as number) + (segments[s * width + d] as number);
    }
  }
  for (let i = 0; i < centres.length; i++) {
    const count = counts[Math.floor(i / width)] as number;
    if (count > 0) centres[i] = (sums[i] as number) / count;
  }
}

function nearestCentre(segments: Float32Array, s: number, centres: Float32Array, width: number): number {
  let best = 0;
  let least = Infinity;
  for (let k = 0; k < centres.length / width; k++) {
    const distance = squaredDistance(segments, s, centres, k, width, least);
    if (distance < least) [best, least] = [k, distance];
  }
  return best;
}

/** Stops adding as soon as the sum passes `limit`. */
function squaredDistance(a: Float32Array, i: number, b: Float32Array, j: number, width: number, limit = Infinity): number {
  let sum = 0;
  for (let d = 0; d < width && sum <= limit; d++) {
    const difference = (a[i * width + d] as number) - (b[j * width + d] as number);
    sum += difference * difference;
  }
  return sum;
}
