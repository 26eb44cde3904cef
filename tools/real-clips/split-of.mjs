import { createHash } from 'node:crypto';

const VALIDATION = 0.1;
const TEST = 0.25;

const keyOf = (thing) => createHash('sha256').update(String(thing)).digest('hex');

/**
 * Things by split: 65, 10 and 25 percent of them, one at least, in an order that has nothing to do with their names and is
 * the same each time.
 *
 * @template T
 * @param {readonly T[]} things what `String` tells apart; at least three
 * @returns {Record<'train' | 'val' | 'test', T[]>}
 */
export function splitsOf(things) {
  const order = things.map((thing) => ({ thing, key: keyOf(thing) })).sort((a, b) => (a.key < b.key ? -1 : 1));
  const count = (share) => Math.max(1, Math.round(share * order.length));
  const [test, val] = [count(TEST), count(VALIDATION)];
  const take = (from, to) => order.slice(from, to).map(({ thing }) => thing);
  return { train: take(test + val), val: take(test, test + val), test: take(0, test) };
}
