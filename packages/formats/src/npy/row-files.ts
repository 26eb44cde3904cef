import type { NumberData } from '@cmg/core';
import { encodeNpyHeader } from './npy.js';
import { writeFileAtomic } from '../write/write-file-atomic.js';
import { RegularFile } from '../files/regular-file.js';
import { type FileArray, sizeOf } from '../arrays/nd-array.js';
import { writeZip } from '../zip/write-zip.js';
import { ZipArchive } from '../zip/zip-archive.js';
import { NpyRows } from './npy-rows.js';
import { npzRows } from './npz.js';

const isNpz = (file: string): boolean => /\.npz$/i.test(file);

/**
 * Opens an array of a .npy or .npz file to read it a few rows at a time, and closes it when `use` is done.
 *
 * @param name of the array in a .npz file; default: its only one
 * @throws CmgError if the file or the array is missing or damaged; errors of `use` are passed on
 */
export async function withNpyRows<T>(file: string, use: (rows: NpyRows) => Promise<T>, name?: string): Promise<T> {
  const [rows, close] = await openNpyRows(file, name);
  try {
    return await use(rows);
  } finally {
    await close();
  }
}

/** Which rows of an array are read: from `first` to before `end`. */
export interface RowRange {
  readonly first: number;
  readonly end: number;
}

/**
 * Some rows of an array in a .npy or .npz file, `count` at a time. Those before are read and passed over.
 *
 * @throws CmgError as {@link withNpyRows}
 */
export async function* readNpyRows(file: string, count: number, { first, end }: RowRange, name?: string): AsyncGenerator<FileArray> {
  const [rows, close] = await openNpyRows(file, name);
  try {
    yield* rows.rows(count, { first, end });
  } finally {
    await close();
  }
}

async function openNpyRows(file: string, name: string | undefined): Promise<[rows: NpyRows, close: () => Promise<void>]> {
  const source = isNpz(file) ? await ZipArchive.open(file) : await RegularFile.open(file);
  try {
    const rows = source instanceof ZipArchive ? await npzRows(source, name) : await NpyRows.open(source.stream(), source.size, file);
    const close = async () => {
      await rows.close();
      await source.close();
    };
    return [rows, close];
  } catch (error) {
    await source.close();
    throw error;
  }
}

/** An array that is written while it is being produced. */
export interface RowsToWrite {
  readonly shape: readonly number[];
  /** Determines the element type. */
  readonly type: new () => NumberData;
  /** Name in a .npz file. */
  readonly name: string;
  /** Elements in row-major order, in parts of any length. */
  readonly rows: AsyncIterable<NumberData>;
}

/** Writes an array as .npz if the file name ends so, otherwise as .npy, atomically. Only one part is in memory at a time. */
export async function writeRows(file: string, { shape, type, name, rows }: RowsToWrite): Promise<void> {
  const empty = new type();
  const head = encodeNpyHeader(empty, shape);
  const content = npyBytes(head, rows);
  if (!isNpz(file)) return writeFileAtomic(file, content);
  const size = head.length + sizeOf(shape) * empty.BYTES_PER_ELEMENT;
  await writeZip(file, [{ name: `${name}.npy`, size, content }]);
}

async function* npyBytes(head: Uint8Array, rows: AsyncIterable<NumberData>): AsyncGenerator<Uint8Array> {
  yield head;
  for await (const { buffer, byteOffset, byteLength } of rows) yield new Uint8Array(buffer, byteOffset, byteLength);
}
