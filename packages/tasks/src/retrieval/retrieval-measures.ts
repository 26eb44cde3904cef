import type { Measures, TaskValues } from '@cmg/core';
import * as tf from '@tensorflow/tfjs';

/** Queries compared with all items at a time. */
const BATCH = 256;
const CUTOFFS = [1, 5, 10] as const;

/** Scores to judge by, all in percent. */
export const RETRIEVAL_SCORES = ['R@1', 'R@5', 'R@10', 'mAP'] as const;
export type RetrievalScore = (typeof RETRIEVAL_SCORES)[number];

/** What one query found. */
interface Found {
  /** Items more similar than the query's own. */
  readonly better: number;
  /** Items as similar as the query's own, itself included. */
  readonly equal: number;
  readonly averagePrecision: number;
  /** Right items. */
  readonly relevant: number;
}

/**
 * How well each query finds the item of its own clip among the items of all clips, by cosine similarity.
 *
 * - `R@k`: percent of queries whose item is among the first k. Codes are discrete, so many items tie: a query whose item ties
 *   with others counts by the share of orders of the tied items in which its own is among the first k.
 * - `MedR`: median rank of the own item, from 1; a tied item has the mean of its ranks.
 * - `mAP`: mean average precision in percent. All items of the query's class are right where clips have classes, else the own
 *   item alone. Ties are one threshold, as in scikit-learn's `average_precision_score`.
 *
 * @param queries unit vectors [N, P]
 * @param items unit vectors [N, P], in the order of the queries
 * @param classes of the clips [N], or none
 * @returns with the chance of a head to which all clips look the same
 */
export async function retrievalMeasures(
  queries: TaskValues,
  items: TaskValues,
  classes?: ArrayLike<number>,
  primary: RetrievalScore = 'R@10',
): Promise<Measures> {
  const found: Found[] = [];
  const [clips = 0] = queries.shape;
  for await (const { first, scores } of similarities(queries, items)) {
    for (let query = first; query < first + scores.length / clips; query++) {
      found.push(search(scores.subarray((query - first) * clips, (query - first + 1) * clips), query, classes));
    }
  }
  const percent = (value: (query: Found) => number) => (100 * found.reduce((sum, query) => sum + value(query), 0)) / found.length;
  const recall = (k: number) => percent(({ better, equal }) => Math.min(1, Math.max(0, (k - better) / equal)));
  return {
    primary,
    scores: {
      ...Object.fromEntries(CUTOFFS.map((k) => [`R@${k}`, recall(k)])),
      MedR: median(found.map(({ better, equal }) => 1 + better + (equal - 1) / 2)),
      mAP: percent(({ averagePrecision }) => averagePrecision),
    },
    chance: primary === 'mAP' ? percent(({ relevant }) => relevant / clips) : (100 * Math.min(Number(primary.slice(2)), clips)) / clips,
  };
}

/** Blocks of rows of the matrix of cosines, [rows, N] each. */
async function* similarities(queries: TaskValues, items: TaskValues): AsyncGenerator<{ first: number; scores: Float32Array }> {
  const [clips = 0, width = 0] = queries.shape;
  const all = tf.tensor2d(items.data, [clips, width]);
  try {
    for (let first = 0; first < clips; first += BATCH) {
      const rows = Math.min(BATCH, clips - first);
      const block = tf.tidy(() => {
        const some = tf.tensor2d(queries.data.subarray(first * width, (first + rows) * width), [rows, width]);
        return tf.matMul(some, all, false, true);
      });
      const scores = (await block.data()) as Float32Array;
      block.dispose();
      yield { first, scores };
    }
  } finally {
    all.dispose();
  }
}

function search(scores: Float32Array, query: number, classes: ArrayLike<number> | undefined): Found {
  const own = scores[query] as number;
  const sorted = scores.slice().sort();
  const notBelow = countNotBelow(sorted, own);
  const better = notBelow - countEqual(sorted, own);
  const relevant = classes ? scores.filter((_, item) => classes[item] === classes[query]).sort() : Float32Array.of(own);
  const precisions = relevant.map((score) => countNotBelow(relevant, score) / countNotBelow(sorted, score));
  const averagePrecision = precisions.reduce((a, b) => a + b, 0) / precisions.length;
  return { better, equal: notBelow - better, averagePrecision, relevant: relevant.length };
}

/** How many of the ascending values are at least `value`. */
function countNotBelow(sorted: Float32Array, value: number): number {
  return sorted.length - lowerBound(sorted, (other) => other < value);
}

function countEqual(sorted: Float32Array, value: number): number {
  return lowerBound(sorted, (other) => other <= value) - lowerBound(sorted, (other) => other < value);
}

/** Where the values for which `before` holds end. */
function lowerBound(sorted: Float32Array, before: (value: number) => boolean): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (before(sorted[middle] as number)) low = middle + 1;
    else high = middle;
  }
  return low;
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const half = sorted.length >> 1;
  return sorted.length % 2 === 1 ? (sorted[half] as number) : ((sorted[half - 1] as number) + (sorted[half] as number)) / 2;
}
