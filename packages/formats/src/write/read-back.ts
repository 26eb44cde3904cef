import type { FileHandle } from 'node:fs/promises';
import { crc32 } from '../zip/crc32.js';

/** Bytes read at a time. */
const CHUNK = 2 ** 20;

/** What was written to a file. */
export interface Written {
  /** Bytes. */
  readonly size: number;
  /** CRC-32 of them. */
  readonly crc: number;
}

/** Reads a file from its start: what is acknowledged can be read. @throws Error unless it has what was written */
export async function readBack(handle: FileHandle, written: Written): Promise<void> {
  const buffer = Buffer.allocUnsafe(Math.min(CHUNK, written.size + 1));
  let [size, crc] = [0, 0];
  for (;;) {
    const { bytesRead } = await handle.read(buffer, 0, buffer.length, size);
    if (bytesRead === 0) break;
    crc = crc32(buffer.subarray(0, bytesRead), crc);
    size += bytesRead;
  }
  if (size !== written.size || crc !== written.crc) throw new Error('the disk does not give back what was written');
}
