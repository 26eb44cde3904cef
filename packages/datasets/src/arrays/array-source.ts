import type { Locator } from './locator.js';

/** Numbers with a shape, row-major: float32 of files that hold floats, float64 of files that hold integers (up to 2^53). */
export interface NumberArray {
  readonly shape: readonly number[];
  readonly data: Float32Array | Float64Array;
}

/** Reads arrays from files. */
export interface ArraySource {
  /** @throws CmgError that names the file where it is missing, damaged, or holds anything but numbers */
  read(locator: Locator): Promise<NumberArray>;
  /** Shape of a whole HDF5 dataset, without reading it. */
  shape(locator: Locator): Promise<readonly number[]>;
  close(): Promise<void>;
}
