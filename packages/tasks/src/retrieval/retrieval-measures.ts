import type { Measures, NdArray } from '@cmg/core';
import * as tf from '@tensorflow/tfjs';
import { averagePrecision, countEqual, countNotBelow } from '../ranking/average-precision.js';

/** Queries compared with all items at a time. */
const BATCH = 256;
const CUTOFFS = [1, 5, 10] as const;

/** Scores to judge by, all in percent. */
export const RETRIEVAL_SCORES = ['R@1', 'R@5', 'R@10', 'mAP'] as const;
type RetrievalScore = (typeof RETRIEVAL_SCORES)[number];

export interface RetrievalSettings {
  /** Of the clips, [N]: mAP then counts all items of the query's class as right. */
  readonly classes?: ArrayLike<number>;
  /** Number of the recording that each clip is as an item, [N]: one recording is one item. Default: each its own. */
  readonly found?: ArrayLike<number> | undefined;
  /** Number of the recording that each clip is as a query, [N]: the items of all its clips are its own. Default: each its own. */
  readonly searched?: ArrayLike<number> | undefined;
  readonly primary?: RetrievalScore;
}

/** What one query found. */
interface Found {
  /** Items more similar than the best of the query's own. */
  readonly better: number;
  /** Other items, and own ones, that are as similar as that. */
  readonly tied: { readonly others: number; readonly own: number };
  readonly averagePrecision: number;
  /** Items that are right for mAP. */
  readonly relevant: number;
}

/**
 * How well each query finds the item of its own clip among the items of all clips, by cosine similarity. Where clips share a
 * recording (a sound with five captions) it is one item, and any of its captions is right.
 *
 * - `R@k`: percent of queries with an item of their own among the first k. Codes are discrete, so many items tie: a query
 *   counts by the share of orders of the tied items in which one of its own is among the first k.
 * - `MedR`: median rank of the first own item, from 1; of tied items the mean over their orders.
 * - `mAP`: mean average precision in percent. All items of the query's class are right where clips have classes, else its own.
 *   Ties are one threshold, as in scikit-learn's `average_precision_score`.
 *
 * @param queries unit vectors [N, P]
 * @param items unit vectors [N, P], in the order of the queries
 * @returns with the chance of a head to which all clips look the same
 */
export async function retrievalMeasures(
  queries: NdArray<Float32Array>,
  items: NdArray<Float32Array>,
  settings: RetrievalSettings = {},
): Promise<Measures> {
  const { primary = 'R@10' } = settings;
  const [clips = 0] = queries.shape;
  const gallery = new Gallery(clips, settings);
  const results: Found[] = [];
  for await (const { first, scores } of similarities(queries, items)) {
    for (let query = first; query < first + scores.length / clips; query++) {
      results.push(search(scores.subarray((query - first) * clips, (query - first + 1) * clips), query, gallery));
    }
  }
  type Value = (found: Found, query: number) => number;
  const percent = (value: Value) => (100 * results.reduce((sum, found, query) => sum + value(found, query), 0)) / results.length;
  const precision: Value = ({ averagePrecision }) => averagePrecision;
  const among =
    (k: number): Value =>
    ({ better, tied }) =>
      firstAmong(k - better, tied);
  const cutoff = Number(primary.slice(2));
  const { size } = gallery;
  const blind = (k: number) =>
    percent((_, query) => firstAmong(k, { own: gallery.own(query).length, others: size - gallery.own(query).length }));
  return {
    primary,
    scores: {
      ...Object.fromEntries(CUTOFFS.map((k) => [`R@${k}`, percent(among(k))])),
      MedR: median(results.map(({ better, tied }) => 1 + better + tied.others / (tied.own + 1))),
      mAP: percent(precision),
    },
    chance: primary === 'mAP' ? percent(({ relevant }) => relevant / size) : blind(cutoff),
    perClip: results.map(primary === 'mAP' ? precision : among(cutoff)).map((value) => 100 * value),
  };
}

/** Which clips stand for the items of a gallery, and which of them are a query's own or of its class. */
class Gallery {
  /** One clip of each recording. */
  private readonly items: readonly number[];
  private readonly ownOf = new Map<number, Set<number>>();
  private readonly searched: ArrayLike<number>;
  private readonly classes: ArrayLike<number> | undefined;

  constructor(clips: number, { classes, found, searched }: RetrievalSettings) {
    const all = Array.from({ length: clips }, (_, clip) => clip);
    const standFor = new Map<number, number>();
    for (const clip of all) if (!standFor.has(found?.[clip] ?? clip)) standFor.set(found?.[clip] ?? clip, clip);
    this.items = [...standFor.values()];
    this.searched = searched ?? all;
    this.classes = classes;
    for (const clip of all) {
      const query = this.searched[clip] as number;
      const own = this.ownOf.get(query) ?? new Set();
      this.ownOf.set(query, own.add(standFor.get(found?.[clip] ?? clip) as number));
    }
  }

  /** Items. */
  get size(): number {
    return this.items.length;
  }

  /** Of a row of the matrix of cosines, what belongs to items. */
  scores(row: Float32Array): Float32Array {
    return this.items.length === row.length ? row : Float32Array.from(this.items, (item) => row[item] as number);
  }

  /** Clips that stand for the items of a query's own. */
  own(query: number): readonly number[] {
    return [...(this.ownOf.get(this.searched[query] as number) ?? [])];
  }

  /** Clips that stand for the items that are right for mAP. */
  relevant(query: number): readonly number[] {
    const { classes } = this;
    return classes ? this.items.filter((item) => classes[item] === classes[query]) : this.own(query);
  }
}

/** Of tied items in any order: the chance that one of the own is among the first `places`. */
function firstAmong(places: number, { others, own }: Found['tied']): number {
  let none = places > others ? 0 : 1;
  for (let place = 0; place < places && none > 0; place++) none *= (others - place) / (others + own - place);
  return 1 - none;
}

/** Blocks of rows of the matrix of cosines, [rows, N] each. */
async function* similarities(
  queries: NdArray<Float32Array>,
  items: NdArray<Float32Array>,
): AsyncGenerator<{ first: number; scores: Float32Array }> {
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

function search(row: Float32Array, query: number, gallery: Gallery): Found {
  const sorted = gallery.scores(row).slice().sort();
  const own = gallery.own(query).map((item) => row[item] as number);
  const best = Math.max(...own);
  const tiedOwn = own.filter((score) => score === best).length;
  const tied = { own: tiedOwn, others: countEqual(sorted, best) - tiedOwn };
  const better = countNotBelow(sorted, best) - countEqual(sorted, best);
  const relevant = Float32Array.from(gallery.relevant(query), (item) => row[item] as number);
  return { better, tied, averagePrecision: averagePrecision(relevant, sorted), relevant: relevant.length };
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const half = sorted.length >> 1;
  return sorted.length % 2 === 1 ? (sorted[half] as number) : ((sorted[half - 1] as number) + (sorted[half] as number)) / 2;
}
