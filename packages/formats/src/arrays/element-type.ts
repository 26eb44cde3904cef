import { halvesToFloat32, upperHalvesToFloat32 } from './halves.js';

/** Values of an array; float16 and bfloat16 are widened to float32, booleans are bytes of 0 and 1. */
export type FileArrayData =
  | Float32Array
  | Float64Array
  | Int8Array
  | Int16Array
  | Int32Array
  | BigInt64Array
  | Uint8Array
  | Uint16Array
  | Uint32Array
  | BigUint64Array;

interface ElementType {
  /** Bytes of one element in a file. */
  readonly bytes: 1 | 2 | 4 | 8;
  /** Interprets little-endian bytes that start at offset 0 of their own buffer. */
  decode(buffer: ArrayBuffer): FileArrayData;
}

/** Name of an element type, as NumPy and PyTorch call it. */
export type Dtype =
  'float16' | 'bfloat16' | 'float32' | 'float64' | 'int8' | 'int16' | 'int32' | 'int64' | 'uint8' | 'uint16' | 'uint32' | 'uint64' | 'bool';

/** The element types that other programs' arrays may have. */
export const ELEMENT_TYPES: Readonly<Record<Dtype, ElementType>> = {
  float16: { bytes: 2, decode: (buffer) => halvesToFloat32(new Uint16Array(buffer)) },
  bfloat16: { bytes: 2, decode: (buffer) => upperHalvesToFloat32(new Uint16Array(buffer)) },
  float32: { bytes: 4, decode: (buffer) => new Float32Array(buffer) },
  float64: { bytes: 8, decode: (buffer) => new Float64Array(buffer) },
  int8: { bytes: 1, decode: (buffer) => new Int8Array(buffer) },
  int16: { bytes: 2, decode: (buffer) => new Int16Array(buffer) },
  int32: { bytes: 4, decode: (buffer) => new Int32Array(buffer) },
  int64: { bytes: 8, decode: (buffer) => new BigInt64Array(buffer) },
  uint8: { bytes: 1, decode: (buffer) => new Uint8Array(buffer) },
  uint16: { bytes: 2, decode: (buffer) => new Uint16Array(buffer) },
  uint32: { bytes: 4, decode: (buffer) => new Uint32Array(buffer) },
  uint64: { bytes: 8, decode: (buffer) => new BigUint64Array(buffer) },
  bool: { bytes: 1, decode: (buffer) => new Uint8Array(buffer) },
};

/** Copies bytes of a file and decodes them. */
export function decodeElements(bytes: Uint8Array, dtype: Dtype, bigEndian = false): FileArrayData {
  const type = ELEMENT_TYPES[dtype];
  const copy = Buffer.from(Uint8Array.from(bytes).buffer);
  if (bigEndian) swapBytes(copy, type.bytes);
  return type.decode(copy.buffer);
}

function swapBytes(buffer: Buffer, size: ElementType['bytes']): void {
  if (size === 2) buffer.swap16();
  else if (size === 4) buffer.swap32();
  else if (size === 8) buffer.swap64();
}
