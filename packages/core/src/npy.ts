import { CmgError } from './cmg-error.js';
import type { NamedArray, NamedArrayData } from './safetensors.js';

const DTYPES = { '<f4': Float32Array, '<f8': Float64Array, '<i4': Int32Array, '|u1': Uint8Array } as const;
type Descr = keyof typeof DTYPES;

const descrOf = (data: NamedArrayData): Descr =>
  data instanceof Float32Array ? '<f4' : data instanceof Float64Array ? '<f8' : data instanceof Int32Array ? '<i4' : '|u1';

const MAGIC = Uint8Array.of(0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59);

/** An array in NumPy's .npy format, version 1.0, C order. */
export function encodeNpy({ shape, data }: NamedArray): Uint8Array[] {
  const tuple = shape.length === 1 ? `(${shape[0]},)` : `(${shape.join(', ')})`;
  const text = `{'descr': '${descrOf(data)}', 'fortran_order': False, 'shape': ${tuple}, }`;
  const padded = text.padEnd(Math.ceil((text.length + 11) / 64) * 64 - 11) + '\n';
  const head = new Uint8Array(10 + padded.length);
  head.set(MAGIC);
  head.set([1, 0, padded.length & 255, padded.length >> 8], 6);
  head.set(new TextEncoder().encode(padded), 10);
  return [head, new Uint8Array(data.buffer, data.byteOffset, data.byteLength)];
}

/** Turns Fortran order (first axis fastest) into C order. */
function toRowMajor(data: NamedArrayData, shape: readonly number[]): NamedArrayData {
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

/**
 * Reads an array in NumPy's .npy format (versions 1 to 3; little-endian float32, float64, int32 and uint8).
 *
 * @param file for messages
 * @throws CmgError that names the file where it is damaged or holds another element type
 */
export function decodeNpy(bytes: Uint8Array, file: string): NamedArray {
  const broken = (what: string) => new CmgError(`is not a readable .npy file: ${what}`, { where: file });
  if (bytes.length < 12 || !MAGIC.every((byte, i) => bytes[i] === byte)) throw broken('it does not start with the NumPy magic');
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const wide = (bytes[6] ?? 0) >= 2;
  const start = wide ? 12 : 10;
  const end = start + (wide ? view.getUint32(8, true) : view.getUint16(8, true));
  if (end > bytes.length) throw broken('its header is cut short');
  const header = new TextDecoder().decode(bytes.subarray(start, end));
  const descr = /'descr': '([^']*)'/.exec(header)?.[1] ?? '';
  const order = /'fortran_order': (True|False)/.exec(header)?.[1];
  const tuple = /'shape': \(([\d, ]*)\)/.exec(header)?.[1];
  if (order === undefined || tuple === undefined) throw broken('its header is incomplete');
  if (!Object.hasOwn(DTYPES, descr)) {
    throw new CmgError(`holds elements of type '${descr}'; expected one of ${Object.keys(DTYPES).join(', ')}`, {
      where: file,
      hint: 'Convert it, for example numpy.save(file, array.astype("float32")).',
    });
  }
  const shape = tuple.split(',').filter((part) => part.trim() !== '').map(Number);
  const ArrayType = DTYPES[descr as Descr];
  const length = shape.reduce((a, b) => a * b, 1);
  const available = bytes.length - end;
  if (available < length * ArrayType.BYTES_PER_ELEMENT) {
    throw broken(`shape [${shape.join(', ')}] needs ${length * ArrayType.BYTES_PER_ELEMENT} bytes, ${available} are there`);
  }
  const copy = new Uint8Array(length * ArrayType.BYTES_PER_ELEMENT);
  copy.set(new Uint8Array(bytes.buffer, bytes.byteOffset + end, copy.length));
  const data = new ArrayType(copy.buffer);
  return { shape, data: order === 'True' ? toRowMajor(data, shape) : data };
}
