import type { NdArray } from '@cmg/core';
import type { FeatureLayout } from './feature-layout.js';
import type { Locator } from './locator.js';

/** Numbers with a shape, row-major: float32 for files of floats, float64 for files of integers (up to 2^53). */
export type NumberArray = NdArray<Float32Array | Float64Array>;

/** A summary of an array for checks, without its values. */
export interface ArraySummary {
  readonly shape: readonly number[];
  /** How many values are NaN or infinite. */
  readonly wrong: number;
  /** Index of the first of them. */
  readonly first: number;
  /** Whether it has several rows, and all are the same: a still picture, mute sound. */
  readonly still: boolean;
}

/** Clips whose features form one block. */
export interface ClipArrays {
  /** The array of each clip, [B]. */
  readonly from: readonly Locator[];
  readonly layout: FeatureLayout;
  /** T. */
  readonly segments: number;
  /** Memory for the block, used if it has the right size; ownership passes in any case. */
  readonly spare?: Float32Array;
}

/** Reads arrays from files. */
export interface ArraySource {
  /** @throws CmgError that names the file if it is missing, damaged, or contains anything but numbers */
  read(locator: Locator): Promise<NumberArray>;
  /**
   * Features of clips in the layout that a model expects, [B, T, ...layout.shape].
   *
   * @throws CmgError as `read` does, and if an array's shape does not fit the layout
   */
  clips(arrays: ClipArrays): Promise<Float32Array>;
  /** Reads an array and summarises it. @throws CmgError as `read` does */
  summary(locator: Locator): Promise<ArraySummary>;
  /** Shape of a whole HDF5 dataset, without reading it. */
  shape(locator: Locator): Promise<readonly number[]>;
  close(): Promise<void>;
}
