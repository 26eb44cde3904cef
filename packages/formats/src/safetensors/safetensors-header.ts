import { CmgError, type NdArray } from '@cmg/core';
import { halvesToFloat32 } from '../arrays/halves.js';

/** Element types that this project reads and writes, as what their bytes are. */
const ELEMENT_ARRAYS = { F64: Float64Array, F32: Float32Array, F16: Uint16Array, I32: Int32Array, U8: Uint8Array } as const;
export type ElementName = keyof typeof ELEMENT_ARRAYS;

/** Most bytes of a header, as in the reference implementation. */
const MOST_HEADER = 100 * 1024 * 1024;

/** Where a tensor is, checked against the size of the file. */
export interface TensorEntry {
  readonly dtype: ElementName;
  readonly shape: readonly number[];
  /** First byte of its values, and the one after the last, counted from the end of the header. */
  readonly begin: number;
  readonly end: number;
}

/** A header whose entries are within the file and share no bytes: all tensors together are no larger than the file. */
export class SafetensorsHeader {
  private constructor(
    private readonly entries: ReadonlyMap<string, unknown>,
    readonly metadata: Readonly<Record<string, string>>,
    /** Bytes after the header. */
    private readonly dataLength: number,
    private readonly where: string,
  ) {}

  /**
   * The length of the header in bytes, from the first 8 bytes of a file.
   *
   * @param size bytes of the file
   */
  static lengthOf(start: Uint8Array, size: number, where: string): number {
    if (start.length < 8) throw corrupt(where, `${start.length} bytes are too few`);
    const length = Number(new DataView(start.buffer, start.byteOffset).getBigUint64(0, true));
    if (length > MOST_HEADER || 8 + length > size) throw corrupt(where, `its header would be ${length} bytes`);
    return length;
  }

  /** @throws CmgError that names the file and the tensor */
  static parse(bytes: Uint8Array, dataLength: number, where: string): SafetensorsHeader {
    let json: unknown;
    try {
      json = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
    } catch {
      throw corrupt(where, 'its header is not JSON');
    }
    if (typeof json !== 'object' || json === null || Array.isArray(json)) throw corrupt(where, 'its header is not an object');
    const { __metadata__: metadata = {}, ...tensors } = json as Record<string, unknown>;
    if (!isTexts(metadata)) throw corrupt(where, 'its __metadata__ is not a map of texts');
    const entries = new Map(Object.entries(tensors));
    refuseOverlaps(entries, dataLength, where);
    return new SafetensorsHeader(entries, metadata, dataLength, where);
  }

  get names(): IterableIterator<string> {
    return this.entries.keys();
  }

  /** @throws CmgError if there is no such tensor, its type is not supported, or its shape needs other bytes than it has */
  entry(name: string): TensorEntry {
    const where = `${this.where}: tensor '${name}'`;
    if (!this.entries.has(name)) throw new CmgError('is missing', { where });
    const { dtype, shape } = this.entries.get(name) as { readonly dtype?: unknown; readonly shape?: unknown };
    if (!Array.isArray(shape) || !shape.every(isCount)) throw new CmgError('has an invalid shape', { where });
    if (typeof dtype !== 'string' || !Object.hasOwn(ELEMENT_ARRAYS, dtype)) {
      throw new CmgError(`has element type ${String(dtype)}; expected one of ${Object.keys(ELEMENT_ARRAYS).join(', ')}`, { where });
    }
    const [begin, end] = rangeOf(this.entries.get(name), where);
    const expected = shape.reduce((a, b) => a * b, 1) * ELEMENT_ARRAYS[dtype as ElementName].BYTES_PER_ELEMENT;
    if (end - begin !== expected) {
      throw new CmgError(`needs ${expected} bytes within ${this.dataLength}, but its offsets are ${begin} to ${end}`, { where });
    }
    return { dtype: dtype as ElementName, shape, begin, end };
  }
}

/** A tensor of bytes of its own; halves are widened to float32. */
export function tensorOf({ dtype, shape }: Pick<TensorEntry, 'dtype' | 'shape'>, bytes: Uint8Array): NdArray {
  const array = ELEMENT_ARRAYS[dtype];
  const data = new array(bytes.buffer as ArrayBuffer, bytes.byteOffset, bytes.byteLength / array.BYTES_PER_ELEMENT);
  return { shape, data: data instanceof Uint16Array ? halvesToFloat32(data) : data };
}

const isCount = (n: unknown): n is number => Number.isSafeInteger(n) && (n as number) >= 0;

const isTexts = (value: unknown): value is Record<string, string> =>
  typeof value === 'object' && value !== null && Object.values(value).every((text) => typeof text === 'string');

/** The first byte and the one after the last that an entry claims. */
function rangeOf(entry: unknown, where: string): readonly [begin: number, end: number] {
  const offsets: unknown = (entry as { readonly data_offsets?: unknown } | null)?.data_offsets;
  if (Array.isArray(offsets) && offsets.length === 2 && offsets.every(isCount)) return offsets as [number, number];
  throw new CmgError('has no valid data_offsets', { where });
}

function refuseOverlaps(entries: ReadonlyMap<string, unknown>, dataLength: number, file: string): void {
  const ranges = [...entries].map(([name, entry]) => ({ name, range: rangeOf(entry, `${file}: tensor '${name}'`) }));
  ranges.sort((a, b) => a.range[0] - b.range[0] || a.range[1] - b.range[1]);
  let free = 0;
  for (const { name, range } of ranges) {
    const [begin, end] = range;
    const where = `${file}: tensor '${name}'`;
    if (begin > end || end > dataLength) {
      throw new CmgError(`has offsets ${begin} to ${end}, which are not within the ${dataLength} bytes of the file's data`, { where });
    }
    if (begin < free && begin < end) throw new CmgError('shares bytes with another tensor', { where });
    free = Math.max(free, end);
  }
}

function corrupt(where: string, what: string): CmgError {
  return new CmgError(`is not a valid safetensors file: ${what}`, { where, hint: 'It may be truncated or damaged.' });
}
