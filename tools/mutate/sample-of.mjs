import { createHash } from 'node:crypto';

/**
 * A random sample that keeps its members while others come and go: those whose names hash lowest with the seed.
 *
 * @template {{ id: string }} T
 * @param {readonly T[]} all
 * @param {number} size
 * @param {string} seed
 * @returns {T[]} in their order
 */
export function sampleOf(all, size, seed) {
  const rank = ({ id }) => createHash('sha256').update(`${seed}/${id}`).digest('hex');
  const chosen = new Set([...all].sort((a, b) => (rank(a) < rank(b) ? -1 : 1)).slice(0, size));
  return all.filter((one) => chosen.has(one));
}
