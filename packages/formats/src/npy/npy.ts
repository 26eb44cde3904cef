import { CmgError, type NdArray, type NumberData } from '@cmg/core';

const DTYPES = { '<f4': Float32Array, '<f8': Float64Array, '<i4': Int32Array, '|u1': Uint8Array } as const;
type Descr = keyof typeof DTYPES;

const descrOf = (data: NumberData): Descr =>
  data instanceof Float32Array ? '<f4' : data instanceof Float64Array ? '<f8' : data instanceof Int32Array ? '<i4' : '|u1';

const MAGIC = Uint8Array.of(0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59);

/** The start of a file in NumPy's .npy format, version 1.0: all but the elements, which follow in C order. */
export function encodeNpyHeader(type: NumberData, shape: readonly number[]): Uint8Array {
  const tuple = shape.length === 1 ? `(${shape[0]},)` : `(${shape.join(', ')})`;
  const text = `{'descr': '${descrOf(type)}', 'fortran_order': False, 'shape': ${tuple}, }`;
  const padded = text.padEnd(Math.ceil((text.length + 11) / 64) * 64 - 11) + '\n';
  const head = new Uint8Array(10 + padded.length);
  head.set(MAGIC);
  head.set([1, 0, padded.length & 255, padded.length >> 8], 6);
  head.set(new TextEncoder().encode(padded), 10);
  return head;
}

/** An array in NumPy's .npy format, version 1.0, C order. */
export function encodeNpy({ shape, data }: NdArray): Uint8Array[] {
  return [encodeNpyHeader(data, shape), new Uint8Array(data.buffer, data.byteOffset, data.byteLength)];
}

/** Turns Fortran order (first axis fastest) into C order. */
function toRowMajor(data: NumberData, shape: readonly number[]): NumberData {
  const out = data.slice();
  const index = shape.map(() => 0);
  const strides: number[] = [];
  let stride = 1;
  for (const n of shape) {
    strides.push(stride);
    stride *= n;
  }
  for (let i = 0; i < out.length; i++) {
    out[i] = data[index.reduce((sum, at, axis) => sum + at * (strides[axis] ?? 0), 0)] ?? 0;
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      index[axis] = (index[axis] ?? 0) + 1;
      if ((index[axis] ?? 0) < (shape[axis] ?? 0)) break;
      index[axis] = 0;
    }
  }
  return out;
}

/** What a .npy header says about the elements. */
export interface NpyHeader {
  /** NumPy's name of the element type, for example `<f4`. */
  readonly descr: string;
  /** Whether the first axis varies fastest. */
  readonly fortranOrder: boolean;
  readonly shape: readonly number[];
  /** Byte offset of the elements. */
  readonly end: number;
}

const brokenNpy = (file: string, what: string) => new CmgError(`is not a readable .npy file: ${what}`, { where: file });

/**
 * The size of the header in bytes, from the first 12 bytes of a file (versions 1 to 3).
 *
 * @throws CmgError if it is not a .npy file
 */
export function npyHeaderLength(bytes: Uint8Array, file: string): number {
  if (bytes.length < 12 || !MAGIC.every((byte, i) => bytes[i] === byte)) throw brokenNpy(file, 'it does not start with the NumPy magic');
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return (bytes[6] ?? 0) >= 2 ? 12 + view.getUint32(8, true) : 10 + view.getUint16(8, true);
}

/**
 * Reads the header of a .npy file.
 *
 * @param file for messages
 * @throws CmgError that names the file if the header is damaged
 */
export function decodeNpyHeader(bytes: Uint8Array, file: string): NpyHeader {
  const end = npyHeaderLength(bytes, file);
  if (end > bytes.length) throw brokenNpy(file, 'its header is truncated');
  const header = new TextDecoder().decode(bytes.subarray(10, end));
  const field = (name: string, value: string) => new RegExp(`['"]${name}['"]\\s*:\\s*${value}`).exec(header)?.[1];
  if (field('descr', '(\\[)') !== undefined) throw brokenNpy(file, 'its elements have fields; only numbers are supported');
  const descr = field('descr', `['"]([^'"]*)['"]`);
  const order = field('fortran_order', '(True|False)');
  const tuple = field('shape', '\\(([\\dL,\\s]*)\\)');
  if (descr === undefined || order === undefined || tuple === undefined) throw brokenNpy(file, 'its header is incomplete');
  const shape = tuple
    .split(',')
    .filter((part) => part.trim() !== '')
    // Python 2 wrote long integers as 3L.
    .map((part) => Number(part.trim().replace(/L$/, '')));
  return { descr, fortranOrder: order === 'True', shape, end };
}

/**
 * Reads an array in NumPy's .npy format (versions 1 to 3; little-endian float32, float64, int32 and uint8).
 *
 * @param file for messages
 * @throws CmgError that names the file if it is damaged or has another element type
 */
export function decodeNpy(bytes: Uint8Array, file: string): NdArray {
  const { descr, fortranOrder, shape, end } = decodeNpyHeader(bytes, file);
  if (!Object.hasOwn(DTYPES, descr)) {
    throw new CmgError(`has elements of type '${descr}'; expected one of ${Object.keys(DTYPES).join(', ')}`, {
      where: file,
      hint: 'Convert it, for example numpy.save(file, array.astype("float32")).',
    });
  }
  const ArrayType = DTYPES[descr as Descr];
  const length = shape.reduce((a, b) => a * b, 1);
  const available = bytes.length - end;
  if (available < length * ArrayType.BYTES_PER_ELEMENT) {
    throw brokenNpy(
      file,
      `shape [${shape.join(', ')}] needs ${length * ArrayType.BYTES_PER_ELEMENT} bytes, but only ${available} are present`,
    );
  }
  const copy = new Uint8Array(length * ArrayType.BYTES_PER_ELEMENT);
  copy.set(new Uint8Array(bytes.buffer, bytes.byteOffset + end, copy.length));
  const data = new ArrayType(copy.buffer);
  return { shape, data: fortranOrder ? toRowMajor(data, shape) : data };
}
