import { type FileHandle, open } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { RandomAccessReader } from 'yauzl';

/** Bytes read at a time. */
const CHUNK = 256 * 1024;
/** Most bytes per system call, which takes less than 2 GiB. */
const MOST = 2 ** 30;
/** Files up to this size in bytes are read at once: reading the directory and entries separately would take longer. */
const SMALL = 2 ** 21;

/**
 * A file for yauzl. Its own reader passes offsets of a damaged archive on to Node, which throws where it cannot be caught; this
 * one checks them first.
 */
export class FileReader extends RandomAccessReader {
  private constructor(
    private readonly handle: FileHandle,
    /** Bytes of the file. */
    readonly size: number,
    /** The whole content, for a small file. */
    private readonly content: Buffer | undefined,
  ) {
    super();
  }

  static async open(file: string): Promise<FileReader> {
    const handle = await open(file, 'r');
    try {
      const { size } = await handle.stat();
      return new FileReader(handle, size, size <= SMALL ? await readFully(handle, Buffer.allocUnsafe(size), 0) : undefined);
    } catch (error) {
      await handle.close();
      throw error;
    }
  }

  /** The bytes from `start` to before `end`, not to be modified. @throws Error if the file does not have them */
  async bytes(start: number, end: number): Promise<Buffer> {
    if (!(start >= 0 && end <= this.size && start <= end)) throw outside();
    return this.content?.subarray(start, end) ?? readFully(this.handle, Buffer.allocUnsafe(end - start), start);
  }

  override read(buffer: Buffer, offset: number, length: number, position: number, callback: (error: Error | null) => void): void {
    this.bytes(position, position + length).then((bytes) => {
      bytes.copy(buffer, offset);
      callback(null);
    }, callback);
  }

  override _readStreamForRange(start: number, end: number): Readable {
    return Readable.from(this.chunks(start, end), { objectMode: false });
  }

  private async *chunks(start: number, end: number): AsyncGenerator<Buffer> {
    for (let at = start; at < end; at += CHUNK) yield await this.bytes(at, Math.min(at + CHUNK, end));
  }

  override close(callback: (error: Error | null) => void): void {
    this.handle.close().then(() => callback(null), callback);
  }
}

const outside = (): Error => new Error('it refers to bytes past its end');

/** Fills a buffer with the bytes from `position` on. */
async function readFully(handle: FileHandle, buffer: Buffer, position: number): Promise<Buffer> {
  for (let at = 0; at < buffer.length;) {
    const { bytesRead } = await handle.read(buffer, at, Math.min(buffer.length - at, MOST), position + at);
    if (bytesRead === 0) throw outside();
    at += bytesRead;
  }
  return buffer;
}
