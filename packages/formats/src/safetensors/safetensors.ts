import { open } from 'node:fs/promises';
import { CmgError, type NdArray, type NumberData } from '@cmg/core';

/** The element types that this project reads and writes. */
const BYTES = { F64: 8, F32: 4, I32: 4, U8: 1 } as const;
const ARRAYS = { F64: Float64Array, F32: Float32Array, I32: Int32Array, U8: Uint8Array } as const;

export interface Safetensors {
  readonly tensors: ReadonlyMap<string, NdArray>;
  readonly metadata: Readonly<Record<string, string>>;
}

type Dtype = keyof typeof BYTES;

const dtypeOf = (data: NumberData): Dtype =>
  data instanceof Float64Array ? 'F64' : data instanceof Float32Array ? 'F32' : data instanceof Int32Array ? 'I32' : 'U8';

const MAX_HEADER = 100 * 1024 * 1024;

/** Serialises tensors in the safetensors format (8-byte header length, JSON header, raw little-endian data). */
export function encodeSafetensors(
  tensors: Iterable<readonly [string, NdArray]>,
  metadata: Readonly<Record<string, string>> = {},
): Uint8Array[] {
  const header: Record<string, unknown> = Object.keys(metadata).length > 0 ? { __metadata__: metadata } : {};
  const chunks: Uint8Array[] = [];
  let offset = 0;
  for (const [name, { shape, data }] of tensors) {
    header[name] = { dtype: dtypeOf(data), shape, data_offsets: [offset, offset + data.byteLength] };
    chunks.push(new Uint8Array(data.buffer, data.byteOffset, data.byteLength));
    offset += data.byteLength;
  }
  const text = JSON.stringify(header);
  const json = new TextEncoder().encode(text + ' '.repeat((8 - (new TextEncoder().encode(text).length % 8)) % 8));
  const length = new Uint8Array(8);
  new DataView(length.buffer).setBigUint64(0, BigInt(json.length), true);
  return [length, json, ...chunks];
}

interface Entry {
  readonly dtype: Dtype;
  readonly shape: readonly number[];
  readonly data_offsets: readonly [number, number];
}

function checkEntry(value: unknown, name: string, dataLength: number, file: string): Entry {
  const where = `${file}: tensor '${name}'`;
  const entry = value as Partial<Entry> | null;
  const dims = entry?.shape;
  if (!Array.isArray(dims) || !dims.every((n) => Number.isSafeInteger(n) && n >= 0)) {
    throw new CmgError('has an invalid shape', { where });
  }
  const dtype = entry?.dtype as Dtype;
  if (!Object.hasOwn(BYTES, dtype)) {
    throw new CmgError(`has element type ${dtype}; expected one of ${Object.keys(BYTES).join(', ')}`, { where });
  }
  const [begin, end] = entry?.data_offsets ?? [];
  const expected = dims.reduce((a, b) => a * b, 1) * BYTES[dtype];
  if (!Number.isSafeInteger(begin) || !Number.isSafeInteger(end) || begin! < 0 || end! > dataLength || end! - begin! !== expected) {
    throw new CmgError(`needs ${expected} bytes within ${dataLength}, but its offsets are ${begin} to ${end}`, { where });
  }
  return { dtype, shape: dims, data_offsets: [begin!, end!] };
}

/**
 * Reads a safetensors file.
 *
 * @param wanted decides by name whether a tensor is read; default: all. The others may have any element type.
 * @throws CmgError that names the file and the tensor if the file is damaged.
 */
export async function readSafetensors(file: string, wanted?: (name: string) => boolean): Promise<Safetensors> {
  let bytes: Uint8Array;
  try {
    const handle = await open(file, 'r');
    try {
      bytes = await handle.readFile();
    } finally {
      await handle.close();
    }
  } catch (cause) {
    throw new CmgError(`cannot be read: ${(cause as Error).message}`, { where: file, cause });
  }
  return decodeSafetensors(bytes, file, wanted);
}

/** Like {@link readSafetensors}, from bytes; `file` is for messages. */
export function decodeSafetensors(bytes: Uint8Array, file: string, wanted = (_name: string) => true): Safetensors {
  const corrupt = (what: string) =>
    new CmgError(`is not a valid safetensors file: ${what}`, { where: file, hint: 'It may be truncated or damaged.' });
  if (bytes.length < 8) throw corrupt(`${bytes.length} bytes are too few`);
  const headerLength = Number(new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(0, true));
  if (headerLength > MAX_HEADER || 8 + headerLength > bytes.length) throw corrupt(`its header would be ${headerLength} bytes`);
  let header: unknown;
  try {
    header = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes.subarray(8, 8 + headerLength)));
  } catch {
    throw corrupt('its header is not JSON');
  }
  if (typeof header !== 'object' || header === null || Array.isArray(header)) throw corrupt('its header is not an object');
  // Not bytes.subarray: of a Node Buffer, whose slice() would share memory instead of copying.
  const data = new Uint8Array(bytes.buffer, bytes.byteOffset + 8 + headerLength, bytes.length - 8 - headerLength);
  const tensors = new Map<string, NdArray>();
  for (const [name, value] of Object.entries<unknown>(header as Record<string, unknown>)) {
    if (name === '__metadata__' || !wanted(name)) continue;
    const { dtype, shape, data_offsets } = checkEntry(value, name, data.length, file);
    const copy = data.slice(...data_offsets);
    tensors.set(name, { shape, data: new ARRAYS[dtype](copy.buffer) });
  }
  return { tensors, metadata: (header as Record<string, unknown>)['__metadata__'] ?? {} };
}
