import { CmgError } from '@cmg/core';
import type { Dtype } from '@cmg/formats';
import type { Dataset } from 'h5wasm/node';
import type { Hdf5Module } from './hdf5-sandbox.js';

const INTEGER = 0;
const FLOAT = 1;
const ENUM = 8;
const FLOATS: Readonly<Record<number, Dtype>> = { 2: 'float16', 4: 'float32', 8: 'float64' };
const SIGNED: Readonly<Record<number, Dtype>> = { 1: 'int8', 2: 'int16', 4: 'int32', 8: 'int64' };
const UNSIGNED: Readonly<Record<number, Dtype>> = { 1: 'uint8', 2: 'uint16', 4: 'uint32', 8: 'uint64' };

/** Filters that the library contains: deflate, shuffle, fletcher32, nbit, scaleoffset. */
const FILTERS = [1, 2, 3, 5, 6];
const FILTER_NAMES: Readonly<Record<number, string>> = {
  4: 'szip',
  307: 'bzip2',
  32000: 'lzf',
  32001: 'blosc',
  32004: 'lz4',
  32008: 'bitshuffle',
  32013: 'zfp',
  32015: 'zstd',
  32026: 'blosc2',
};

/** What is read at once, or unpacked for it, may be this large, or so many times the file: data is not packed better. */
const MODEST_BYTES = 2 ** 26;
const MODEST_RATIO = 32;

/** Where values are read from. */
export interface Hdf5Part {
  readonly dataset: Dataset;
  readonly module: Hdf5Module;
  /** The row of the first axis; all values if undefined. */
  readonly row: number | undefined;
  /** Bytes of the file. */
  readonly fileSize: number;
  /** For messages. */
  readonly where: string;
}

/** Axes of a data set; none of a single number. */
export const shapeOf = (dataset: Dataset): number[] => [...(dataset.shape ?? [])];

/**
 * The numbers of a data set, whatever their bytes' order, or of one of its rows: as bytes in the order of this machine.
 *
 * @throws CmgError if it contains anything else, or would take far more memory than the file has bytes
 */
export function hdf5Bytes({ dataset, module, row, fileSize, where }: Hdf5Part): { readonly bytes: Uint8Array; readonly dtype: Dtype } {
  const { metadata } = dataset;
  const dtype = dtypeOf(metadata);
  if (dtype === undefined || metadata.shape === null) {
    throw new CmgError('does not contain numbers', {
      where,
      hint: 'Expected an array of floats of 2, 4 or 8 bytes, integers or booleans.',
    });
  }
  refuseFilters(dataset, where);
  const shape = shapeOf(dataset);
  const [total = 1, ...rest] = shape;
  const count = [row === undefined ? total : 1, ...rest];
  // Of integers become float64.
  const values = sizeOf(count) * (metadata.type === FLOAT ? metadata.size : 8);
  const chunk = sizeOf(metadata.chunks ?? []) * metadata.size;
  const limit = Math.max(MODEST_BYTES, MODEST_RATIO * fileSize);
  if (!(values <= limit && chunk <= limit)) {
    throw new CmgError(`would take ${Math.max(values, chunk)} bytes of memory, and its file has ${fileSize}`, { where });
  }
  const slab = row === undefined || shape.length === 0 ? undefined : { row, count };
  return { bytes: rawBytes(module, dataset, sizeOf(count) * metadata.size, slab), dtype };
}

/** In the order of this machine, which is little-endian. */
function rawBytes(
  module: Hdf5Module,
  { file_id: file, path }: Dataset,
  size: number,
  slab: { readonly row: number; readonly count: readonly number[] } | undefined,
): Uint8Array {
  const memory = module._malloc(Math.max(1, size));
  if (memory === 0) throw new Error(`${size} bytes are more than fit into the library's memory`);
  try {
    const count = slab?.count.map(BigInt) ?? null;
    const offset = slab?.count.map((_, axis) => BigInt(axis === 0 ? slab.row : 0)) ?? null;
    const strides = slab?.count.map(() => 1n) ?? null;
    module.get_dataset_data(file, path, count, offset, strides, BigInt(memory));
    return module.HEAPU8.slice(memory, memory + size);
  } finally {
    module._free(memory);
  }
}

function dtypeOf({ type, size, signed, enum_type }: Dataset['metadata']): Dtype | undefined {
  if (type === FLOAT) return FLOATS[size];
  const isInteger = type === INTEGER || (type === ENUM && enum_type?.type === INTEGER);
  return isInteger ? (signed ? SIGNED : UNSIGNED)[size] : undefined;
}

function refuseFilters(dataset: Dataset, where: string): void {
  const unknown = dataset.filters.find(({ id }) => !FILTERS.includes(id));
  if (unknown === undefined) return;
  const name = FILTER_NAMES[unknown.id] ?? (unknown.name === '' ? `filter ${unknown.id}` : unknown.name);
  throw new CmgError(`is packed by ${name}, which cannot be read`, {
    where,
    hint: 'Pack it by gzip, where that filter is installed: h5repack -f GZIP=4 FILE NEW',
  });
}

const sizeOf = (shape: readonly number[]): number => shape.reduce((product, n) => product * n, 1);
