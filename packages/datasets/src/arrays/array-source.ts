import type { NdArray } from '@cmg/core';
import type { FeatureLayout } from './feature-layout.js';
import type { Locator } from './locator.js';

/** Numbers with a shape, row-major: float32 of files that hold floats, float64 of files that hold integers (up to 2^53). */
export type NumberArray = NdArray<Float32Array | Float64Array>;

/** What a check wants to know of an array, without its numbers. */
export interface ArraySummary {
  readonly shape: readonly number[];
  /** How many values are NaN or infinite. */
  readonly wrong: number;
  /** Index of the first of them. */
  readonly first: number;
}

/** Clips whose features make one block. */
export interface ClipArrays {
  /** The array of each clip, [B]. */
  readonly from: readonly Locator[];
  readonly layout: FeatureLayout;
  /** T. */
  readonly segments: number;
  /** Memory for the block, if it is of its size; it is taken in any case. */
  readonly spare?: Float32Array;
}

/** Reads arrays from files. */
export interface ArraySource {
  /** @throws CmgError that names the file where it is missing, damaged, or holds anything but numbers */
  read(locator: Locator): Promise<NumberArray>;
  /**
   * Features of clips in the layout that a model reads, [B, T, ...layout.shape].
   *
   * @throws CmgError as `read` does, and where an array's shape does not fit the layout
   */
  clips(arrays: ClipArrays): Promise<Float32Array>;
  /** Reads an array and tells of it. @throws CmgError as `read` does */
  summary(locator: Locator): Promise<ArraySummary>;
  /** Shape of a whole HDF5 dataset, without reading it. */
  shape(locator: Locator): Promise<readonly number[]>;
  close(): Promise<void>;
}
