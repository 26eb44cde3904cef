import type { ClipValues, TaskValues } from '@cmg/core';
import type { CodeSet } from '../codes/code-set.js';
import { gatherRows } from './gather-rows.js';

/** All that a head reads and learns on one split. */
export interface HeadData {
  readonly codes: CodeSet;
  readonly targets: ClipValues;
  readonly inputs?: ClipValues | undefined;
}

/** A batch of it. */
export interface HeadBatch {
  /** Which clips of the split, [B]. */
  readonly rows: Int32Array;
  /** Code indices, [B * T]. */
  readonly indices: Int32Array;
  readonly targets: TaskValues;
  readonly inputs?: TaskValues;
}

/** The clips of `order`, `batchSize` at a time; while one batch is worked on, the next is being read. */
export async function* readBatches(data: HeadData, order: Int32Array, batchSize: number): AsyncGenerator<HeadBatch> {
  let ahead: Promise<HeadBatch> | undefined;
  try {
    for (let first = 0; first < order.length; first += batchSize) {
      const current = ahead;
      ahead = readBatch(data, order.subarray(first, first + batchSize));
      ahead.catch(() => undefined);
      if (current !== undefined) yield await current;
    }
    if (ahead !== undefined) yield await ahead;
  } finally {
    // Nobody reads a data set that is closed after a failure.
    await ahead?.catch(() => undefined);
  }
}

async function readBatch({ codes, targets, inputs }: HeadData, rows: Int32Array): Promise<HeadBatch> {
  const [wanted, read] = await Promise.all([targets.read(rows), inputs?.read(rows)]);
  const indices = gatherRows(codes.indices, codes.segments, rows);
  return { rows, indices, targets: wanted, ...(read && { inputs: read }) };
}
