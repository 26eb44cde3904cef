import { CmgError } from '@cmg/core';
import { decodeNpyHeader, type NpyHeader, npyHeaderLength } from './npy.js';
import { decodeElements, type Dtype, ELEMENT_TYPES } from '../arrays/element-type.js';
import { type FileArray, sizeOf } from '../arrays/nd-array.js';
import { columnMajorStrides, viewOf } from '../arrays/strided.js';
import { numpyDtype } from '../pickle/numpy-globals.js';
import { ByteStream } from './byte-stream.js';

/** Rows that have no elements, and so no bytes in the file that would bound their number. */
const MOST_EMPTY_ROWS = 2 ** 20;

/** A .npy file read a few rows (of the first axis) at a time. */
export class NpyRows {
  private constructor(
    private readonly stream: ByteStream,
    private readonly header: NpyHeader,
    readonly dtype: Dtype,
    private readonly bigEndian: boolean,
    readonly where: string,
  ) {}

  /**
   * Reads the header.
   *
   * @param size bytes of the whole file
   * @param where for messages
   * @throws CmgError if it is not a .npy file, contains anything but numbers, or is smaller than its shape requires
   */
  static async open(chunks: AsyncIterable<Uint8Array>, size: number, where: string): Promise<NpyRows> {
    const stream = new ByteStream(chunks, where);
    try {
      return await NpyRows.from(stream, size, where);
    } catch (error) {
      await stream.close();
      throw error;
    }
  }

  private static async from(stream: ByteStream, size: number, where: string): Promise<NpyRows> {
    const start = await stream.take(Math.min(12, size));
    const length = npyHeaderLength(start, where);
    if (length > size) throw new CmgError(`is truncated: its header has ${length} bytes, the file only ${size}`, { where });
    const header = decodeNpyHeader(Buffer.concat([start, await stream.take(Math.max(0, length - start.length))]), where);
    const type = numpyDtype(header.descr);
    if (type === undefined) throw new CmgError(`has elements of type '${header.descr}'; expected numbers`, { where });
    const needed = header.end + sizeOf(header.shape) * ELEMENT_TYPES[type.dtype].bytes;
    if (!(needed <= size)) {
      throw new CmgError(`is truncated: its shape [${header.shape.join(', ')}] needs ${needed} bytes, it has ${size}`, { where });
    }
    const [rows = 0] = header.shape;
    if (rows > MOST_EMPTY_ROWS && sizeOf(header.shape) === 0) throw new CmgError(`has ${rows} rows without elements`, { where });
    return new NpyRows(stream, header, type.dtype, type.bigEndian, where);
  }

  get shape(): readonly number[] {
    return this.header.shape;
  }

  /** The whole array. Only once, and not after {@link rows}. */
  async all(): Promise<FileArray> {
    const { shape, fortranOrder } = this.header;
    const flat = await this.take(sizeOf(shape));
    await this.stream.drain();
    const data = fortranOrder ? viewOf(flat, { offset: 0, shape, strides: columnMajorStrides(shape) }) : flat;
    return { dtype: this.dtype, shape, data };
  }

  /**
   * All rows in order, or those from `first` to before `end`, `count` at a time, fewer at the end: [count, ...]. Only once. The rows of a file
   * in Fortran order are not contiguous, so it is held in memory whole.
   */
  async *rows(count: number, range?: { readonly first: number; readonly end: number }): AsyncGenerator<FileArray> {
    const [total = 1, ...rest] = this.shape;
    const { first, end } = range ?? { first: 0, end: total };
    const size = sizeOf(rest);
    const whole = this.header.fortranOrder ? (await this.all()).data : undefined;
    if (whole === undefined) for (let at = 0; at < first; at += count) await this.take(Math.min(count, first - at) * size);
    for (let at = first; at < end; at += count) {
      const rows = Math.min(count, end - at);
      const data = whole?.subarray(at * size, (at + rows) * size) ?? (await this.take(rows * size));
      yield { dtype: this.dtype, shape: [rows, ...rest], data };
    }
    if (range === undefined) await this.stream.drain();
  }

  /** Closes the file before its end. */
  close(): Promise<void> {
    return this.stream.close();
  }

  private async take(elements: number): Promise<FileArray['data']> {
    return decodeElements(await this.stream.take(elements * ELEMENT_TYPES[this.dtype].bytes), this.dtype, this.bigEndian);
  }
}
