import { Readable } from 'node:stream';
import { RandomAccessReader } from 'yauzl';
import { RegularFile } from '../files/regular-file.js';

/** Files up to this size in bytes are read at once: reading the directory and entries separately would take longer. */
const SMALL = 2 ** 21;

/**
 * A file for yauzl. Its own reader passes offsets of a damaged archive on to Node, which throws where it cannot be caught; this
 * one checks them first.
 */
export class FileReader extends RandomAccessReader {
  private constructor(
    private readonly file: RegularFile,
    /** The whole content, for a small file. */
    private readonly content: Buffer | undefined,
  ) {
    super();
  }

  /** @throws CmgError if it cannot be opened */
  static async open(path: string): Promise<FileReader> {
    const file = await RegularFile.open(path);
    try {
      return new FileReader(file, file.size <= SMALL ? asBuffer(await file.read(0, file.size)) : undefined);
    } catch (error) {
      await file.close();
      throw error;
    }
  }

  /** Bytes of the file. */
  get size(): number {
    return this.file.size;
  }

  /** The bytes from `start` to before `end`, not to be modified. @throws Error if the file does not have them */
  async bytes(start: number, end: number): Promise<Buffer> {
    if (!(start >= 0 && end <= this.size && start <= end)) throw new Error('it refers to bytes past its end');
    return this.content?.subarray(start, end) ?? asBuffer(await this.file.read(start, end));
  }

  override read(buffer: Buffer, offset: number, length: number, position: number, callback: (error: Error | null) => void): void {
    this.bytes(position, position + length).then((bytes) => {
      bytes.copy(buffer, offset);
      callback(null);
    }, callback);
  }

  override _readStreamForRange(start: number, end: number): Readable {
    return Readable.from(this.content === undefined ? this.file.stream(start, end) : [this.content.subarray(start, end)], {
      objectMode: false,
    });
  }

  override close(callback: (error: Error | null) => void): void {
    this.file.close().then(() => callback(null), callback);
  }
}

const asBuffer = ({ buffer, byteOffset, length }: Uint8Array): Buffer => Buffer.from(buffer, byteOffset, length);
