import { type ClipValues, type NdArray, readAhead } from '@cmg/core';
import type { CodeSet } from '../codes/code-set.js';
import { gatherRows } from './gather-rows.js';

/** All that a head reads and learns on one split. */
export interface HeadData {
  readonly codes: CodeSet;
  /** Which clips of the split these are, [N]; absent: all. */
  readonly rows?: Int32Array | undefined;
  /** In place of codes, [T, W] a clip. */
  readonly vectors?: ClipValues | undefined;
  readonly targets: ClipValues;
  readonly inputs?: ClipValues | undefined;
}

/** A batch of it. */
export interface HeadBatch {
  /** Which clips of the split, [B]. */
  readonly rows: Int32Array;
  /** Code indices, [B, T, L]. */
  readonly indices: NdArray<Int32Array>;
  /** [B, T, W]. */
  readonly vectors?: NdArray<Float32Array>;
  readonly targets: NdArray<Float32Array>;
  readonly inputs?: NdArray<Float32Array>;
}

/** The clips of `order`, `batchSize` at a time; while one batch is worked on, the next is being read. */
export function readBatches(data: HeadData, order: Int32Array, batchSize: number): AsyncGenerator<HeadBatch> {
  return readAhead(Math.ceil(order.length / batchSize), (batch) =>
    readBatch(data, order.subarray(batch * batchSize, (batch + 1) * batchSize)),
  );
}

async function readBatch({ codes, vectors, targets, inputs, rows: of }: HeadData, rows: Int32Array): Promise<HeadBatch> {
  const [wanted, read, features] = await Promise.all([targets.read(rows), inputs?.read(rows), vectors?.read(rows)]);
  const { segments, levels } = codes;
  const indices = { data: gatherRows(codes.indices, segments * levels, rows), shape: [rows.length, segments, levels] };
  return {
    rows: of === undefined ? rows : gatherRows(of, 1, rows),
    indices,
    targets: wanted,
    ...(read && { inputs: read }),
    ...(features && { vectors: features }),
  };
}
