import { writeFileAtomic } from '../write/write-file-atomic.js';
import { type PassThrough, Readable } from 'node:stream';

/** One file of an archive to be written. */
export interface ZipContent {
  readonly name: string;
  /** Bytes of the whole content. */
  readonly size: number;
  /** Parts of the content, in order; read on demand. */
  readonly content: Iterable<Uint8Array> | AsyncIterable<Uint8Array>;
}

/** The earliest time that a zip archive can store: the same content gives the same file. */
const TIME = new Date(1980, 0, 1);

/**
 * Writes a zip archive of uncompressed files, atomically; only a part of one file is in memory at a time.
 *
 * @throws CmgError if the archive cannot be written, or the CmgError that producing the content throws
 */
export async function writeZip(file: string, entries: readonly ZipContent[]): Promise<void> {
  await writeFileAtomic(file, packed(entries));
}

/** The bytes of the archive, as they are produced. */
async function* packed(entries: readonly ZipContent[]): AsyncGenerator<Uint8Array> {
  // Loaded lazily: programs that only read save 6 MB.
  const { ZipFile } = await import('yazl');
  const zip = new ZipFile();
  const output = zip.outputStream as PassThrough;
  let current: Readable | undefined;
  zip.on('error', (error: Error) => output.destroy(error));
  for (const { name, size, content } of entries) {
    zip.addReadStreamLazy(name, { size, compress: false, mtime: TIME, forceDosTimestamp: true }, (start) => {
      current = Readable.from(content).on('error', (error) => output.destroy(error));
      start(null, current);
    });
  }
  zip.end();
  try {
    yield* output;
  } finally {
    current?.destroy();
  }
}
