import { CmgError } from '@cmg/core';

/** Reads little-endian values from bytes, one after the other; never past the end. */
export class ByteReader {
  private readonly view: DataView;
  private at = 0;

  /** @param where for messages */
  constructor(
    private readonly bytes: Uint8Array,
    readonly where: string,
  ) {
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  /** Offset of the next byte. */
  get position(): number {
    return this.at;
  }

  get remaining(): number {
    return this.bytes.length - this.at;
  }

  /** Skips `size` bytes, which must exist, and returns their offset. */
  private advance(size: number): number {
    if (size > this.remaining) {
      throw new CmgError(`is truncated: ${size} bytes needed at byte ${this.at}, ${this.remaining} are left`, { where: this.where });
    }
    const start = this.at;
    this.at += size;
    return start;
  }

  uint8 = (): number => this.view.getUint8(this.advance(1));
  uint16 = (): number => this.view.getUint16(this.advance(2), true);
  int32 = (): number => this.view.getInt32(this.advance(4), true);
  uint32 = (): number => this.view.getUint32(this.advance(4), true);
  /** As a double: no file has a length beyond 2^53. */
  uint64 = (): number => Number(this.view.getBigUint64(this.advance(8), true));
  /** Big-endian, as pickles store doubles. */
  float64BigEndian = (): number => this.view.getFloat64(this.advance(8), false);

  /** A view of the next `size` bytes. */
  take(size: number): Uint8Array {
    const start = this.advance(size);
    return this.bytes.subarray(start, start + size);
  }

  /** Text up to the next line feed, which is skipped. */
  line(): string {
    const end = this.bytes.indexOf(10, this.at);
    const line = latin1(this.take(end === -1 ? this.remaining + 1 : end - this.at));
    this.at++;
    return line;
  }
}

/** One character per byte. */
export const latin1 = (bytes: Uint8Array): string => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('latin1');
