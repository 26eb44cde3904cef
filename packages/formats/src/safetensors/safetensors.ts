import type { NdArray, NumberData } from '@cmg/core';
import { float32ToHalves } from '../arrays/halves.js';
import { type ElementName, SafetensorsHeader, tensorOf } from './safetensors-header.js';

export interface Safetensors {
  readonly tensors: ReadonlyMap<string, NdArray>;
  readonly metadata: Readonly<Record<string, string>>;
}

const elementName = (data: NumberData | Uint16Array): ElementName => {
  if (data instanceof Float64Array) return 'F64';
  if (data instanceof Float32Array) return 'F32';
  if (data instanceof Uint16Array) return 'F16';
  return data instanceof Int32Array ? 'I32' : 'U8';
};

/**
 * Serialises tensors in the safetensors format (8-byte header length, JSON header, raw little-endian data).
 *
 * @param halved decides by name whether float32 values are rounded to float16; default: none are
 */
export function encodeSafetensors(
  tensors: Iterable<readonly [string, NdArray]>,
  metadata: Readonly<Record<string, string>> = {},
  halved = (_name: string) => false,
): Uint8Array[] {
  const header: Record<string, unknown> = Object.keys(metadata).length > 0 ? { __metadata__: metadata } : {};
  const chunks: Uint8Array[] = [];
  let offset = 0;
  for (const [name, { shape, data: values }] of tensors) {
    const data = values instanceof Float32Array && halved(name) ? float32ToHalves(values) : values;
    header[name] = { dtype: elementName(data), shape, data_offsets: [offset, offset + data.byteLength] };
    chunks.push(new Uint8Array(data.buffer, data.byteOffset, data.byteLength));
    offset += data.byteLength;
  }
  const text = JSON.stringify(header);
  const json = new TextEncoder().encode(text + ' '.repeat((8 - (new TextEncoder().encode(text).length % 8)) % 8));
  const length = new Uint8Array(8);
  new DataView(length.buffer).setBigUint64(0, BigInt(json.length), true);
  return [length, json, ...chunks];
}

/**
 * Reads the bytes of a safetensors file.
 *
 * @param where for messages
 * @param wanted decides by name whether a tensor is read; default: all. The others may have any element type.
 * @throws CmgError that names the file and the tensor if the file is damaged, or two tensors share bytes
 */
export function decodeSafetensors(bytes: Uint8Array, where: string, wanted = (_name: string) => true): Safetensors {
  const start = 8 + SafetensorsHeader.lengthOf(bytes.subarray(0, 8), bytes.length, where);
  const header = SafetensorsHeader.parse(bytes.subarray(8, start), bytes.length - start, where);
  const names = [...header.names].filter(wanted);
  const tensors = names.map((name): [string, NdArray] => {
    const entry = header.entry(name);
    return [name, tensorOf(entry, Uint8Array.from(bytes.subarray(start + entry.begin, start + entry.end)))];
  });
  return { tensors: new Map(tensors), metadata: header.metadata };
}
