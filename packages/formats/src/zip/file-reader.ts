import { open, type FileHandle } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { RandomAccessReader } from 'yauzl';

/** Bytes read at a time. */
const CHUNK = 256 * 1024;

/**
 * A file for yauzl. Its own reader passes offsets of a damaged archive on to Node, which throws where nobody can catch; this one
 * checks them first.
 */
export class FileReader extends RandomAccessReader {
  private constructor(
    private readonly handle: FileHandle,
    /** Bytes of the file. */
    readonly size: number,
  ) {
    super();
  }

  static async open(file: string): Promise<FileReader> {
    const handle = await open(file, 'r');
    return new FileReader(handle, (await handle.stat()).size);
  }

  override read(buffer: Buffer, offset: number, length: number, position: number, callback: (error: Error | null) => void): void {
    if (!this.holds(position, position + length)) return void setImmediate(callback, outside());
    this.handle.read(buffer, offset, length, position).then(({ bytesRead }) => callback(bytesRead === length ? null : outside()), callback);
  }

  override _readStreamForRange(start: number, end: number): Readable {
    return Readable.from(this.chunks(start, end), { objectMode: false });
  }

  private async *chunks(start: number, end: number): AsyncGenerator<Buffer> {
    if (!this.holds(start, end)) throw outside();
    for (let at = start; at < end; ) {
      const { buffer, bytesRead } = await this.handle.read(Buffer.allocUnsafe(Math.min(CHUNK, end - at)), 0, null, at);
      if (bytesRead === 0) throw outside();
      yield buffer.subarray(0, bytesRead);
      at += bytesRead;
    }
  }

  override close(callback: (error: Error | null) => void): void {
    this.handle.close().then(() => callback(null), callback);
  }

  private holds(start: number, end: number): boolean {
    return start >= 0 && end <= this.size && start <= end;
  }
}

const outside = (): Error => new Error('it refers to bytes past its end');
