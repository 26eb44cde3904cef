import { CmgError } from '@cmg/core';
import { promisify } from 'node:util';
import { inflateRaw } from 'node:zlib';
import { type Entry, fromRandomAccessReaderPromise, type ZipFile } from 'yauzl';
import { crc32 } from './crc32.js';
import { FileReader } from './file-reader.js';

export interface ZipLimits {
  /** Largest content of one entry that is read as a whole, in bytes; default 1 GiB. Far less of one that is packed extremely well. */
  readonly maxEntryBytes?: number;
  /** Refuse compressed entries: then no content can be larger than the file. */
  readonly storedOnly?: boolean;
}

const STORED = 0;
const DEFLATED = 8;
const METHOD_NAMES: Readonly<Record<number, string>> = { [STORED]: '0 (stored)', [DEFLATED]: '8 (deflated)' };
/** Most bytes that one byte of deflate can expand to. */
const MAX_RATIO = 1032;
/** What is larger than this when unpacked may not be larger than so many times its packed bytes: data never is. */
const MODEST_BYTES = 2 ** 28;
const MODEST_RATIO = 32;
/** What macOS adds to archives beside each file. */
const MAC = /^__MACOSX\/|(?:^|\/)\._[^/]*$/;
/** Bytes of an entry's header, at least. */
const MIN_HEADER = 30;
/** Spare space of a buffer, so that zlib needs no second one; it takes no buffers below 64 bytes. */
const SPARE = 64;
const WRONG_CHECKSUM = 'its checksum does not match its content';
const inflate = promisify(inflateRaw);

/** Whether content is packed better than data ever is, and large. */
export const isBomb = (unpacked: number, packed: number): boolean => unpacked > Math.max(MODEST_BYTES, MODEST_RATIO * packed);

/**
 * An open zip archive. Names are only ever looked up, never used as paths; sizes are checked before anything is allocated;
 * entries may not overlap; content is checked against its CRC-32.
 */
export class ZipArchive {
  private constructor(
    readonly file: string,
    private readonly zip: ZipFile,
    private readonly reader: FileReader,
    private readonly entries: ReadonlyMap<string, Entry>,
    private readonly maxEntryBytes: number,
  ) {}

  /** @throws CmgError if the file cannot be read or its directory is damaged */
  static async open(file: string, { maxEntryBytes = 2 ** 30, storedOnly = false }: ZipLimits = {}): Promise<ZipArchive> {
    const reader = await FileReader.open(file);
    try {
      const zip = await fromRandomAccessReaderPromise(reader, reader.size, { autoClose: false, lazyEntries: true, decodeStrings: false });
      const list: NamedEntry[] = [];
      for await (const entry of zip.eachEntry()) list.push({ name: nameOf(entry), entry });
      checkEntries(file, list, storedOnly ? [STORED] : [STORED, DEFLATED]);
      checkLayout(file, list, reader.size);
      return new ZipArchive(file, zip, reader, new Map(list.map(({ name, entry }) => [name, entry])), maxEntryBytes);
    } catch (cause) {
      reader.close(() => undefined);
      throw unreadable(file, cause);
    }
  }

  /** Names of all entries except folders and what macOS adds, in the archive's order. */
  get names(): string[] {
    return [...this.entries.keys()].filter((name) => !name.endsWith('/') && !MAC.test(name));
  }

  /** Bytes of the archive. */
  get size(): number {
    return this.reader.size;
  }

  has(name: string): boolean {
    return this.entries.has(name);
  }

  /** Bytes of an entry's content. */
  sizeOf(name: string): number {
    return this.find(name).uncompressedSize;
  }

  /** An entry's content in chunks. The checksum is compared only after the last chunk. */
  async *stream(name: string): AsyncGenerator<Uint8Array> {
    const entry = this.find(name);
    this.refuseBomb(entry, name);
    try {
      let crc = 0;
      for await (const chunk of await this.zip.openReadStreamPromise(entry)) {
        crc = crc32(chunk as Buffer, crc);
        yield chunk as Buffer;
      }
      if (crc !== entry.crc32) throw new Error(WRONG_CHECKSUM);
    } catch (cause) {
      throw unreadable(this.where(name), cause);
    }
  }

  /**
   * An entry's whole content, not to be modified.
   *
   * @throws CmgError if it is missing, damaged or larger than the archive's limit
   */
  async read(name: string): Promise<Uint8Array> {
    const entry = this.find(name);
    const { uncompressedSize: size } = entry;
    this.refuseBomb(entry, name);
    if (size > this.maxEntryBytes) {
      throw new CmgError(`would be ${size} bytes when unpacked; the limit is ${this.maxEntryBytes}`, { where: this.where(name) });
    }
    try {
      const packed = await this.packed(entry);
      // In one piece: zlib's streams, 16 KiB at a time, take about twice as long.
      const deflated = entry.compressionMethod === DEFLATED;
      const bytes = deflated ? await inflate(packed, { chunkSize: size + SPARE, maxOutputLength: size + 1 }) : packed;
      if (bytes.length !== size) throw new Error(`it has ${bytes.length} bytes, but claims ${size}`);
      if (crc32(bytes) !== entry.crc32) throw new Error(WRONG_CHECKSUM);
      return bytes;
    } catch (cause) {
      throw unreadable(this.where(name), cause);
    }
  }

  close(): void {
    this.reader.close(() => undefined);
  }

  /** For messages: `archive.zip: entry`. */
  where(name: string): string {
    return `${this.file}: ${name}`;
  }

  private refuseBomb({ compressedSize, uncompressedSize }: Entry, name: string): void {
    if (!isBomb(uncompressedSize, compressedSize)) return;
    throw new CmgError(`would be ${uncompressedSize} bytes when unpacked, of ${compressedSize} packed ones`, {
      where: this.where(name),
      hint: 'No data is packed that well. If this is yours, store it unpacked (numpy.savez).',
    });
  }

  private async packed(entry: Entry): Promise<Buffer> {
    if (entry.isEncrypted()) throw new Error('it is encrypted');
    const { fileDataStart: start } = await this.zip.readLocalFileHeaderPromise(entry, { minimal: true });
    return this.reader.bytes(start, start + entry.compressedSize);
  }

  private find(name: string): Entry {
    const entry = this.entries.get(name);
    if (entry !== undefined) return entry;
    const names = this.names;
    throw new CmgError(`has no entry '${name}'`, {
      where: this.file,
      hint: `It contains ${names.slice(0, 5).join(', ') || 'nothing'}${names.length > 5 ? ` and ${names.length - 5} more` : ''}.`,
    });
  }
}

/** An entry, and its name as it stands in the archive: only looked up, so it is not made into a path. */
interface NamedEntry {
  readonly name: string;
  readonly entry: Entry;
}

const UTF8_NAMES = 0x800;

function nameOf({ fileName, generalPurposeBitFlag }: Entry): string {
  // Of entries that are not decoded, yauzl gives the bytes.
  const bytes = fileName as unknown as Buffer;
  return bytes.toString(generalPurposeBitFlag & UTF8_NAMES ? 'utf8' : 'latin1');
}

function unreadable(where: string, cause: unknown): CmgError {
  if (cause instanceof CmgError) return cause;
  return new CmgError(`is not a readable zip archive: ${(cause as Error).message}`, {
    where,
    hint: 'It may be truncated or damaged.',
    cause,
  });
}

/** Throws if entries share a name, use another compression method or claim a size that their bytes cannot expand to. */
function checkEntries(file: string, entries: readonly NamedEntry[], methods: readonly number[]): void {
  const seen = new Set<string>();
  for (const { name, entry } of entries) {
    const { compressionMethod, compressedSize, uncompressedSize } = entry;
    const damaged = (what: string) => new CmgError(`entry '${name}' ${what}`, { where: file });
    if (seen.has(name)) throw damaged('occurs twice');
    seen.add(name);
    if (!methods.includes(compressionMethod)) {
      throw damaged(`is compressed by method ${compressionMethod}; expected ${methods.map((method) => METHOD_NAMES[method]).join(' or ')}`);
    }
    if (uncompressedSize > compressedSize * (compressionMethod === STORED ? 1 : MAX_RATIO)) {
      throw damaged(`claims ${uncompressedSize} bytes, more than its ${compressedSize} compressed bytes can expand to`);
    }
  }
}

/** Throws if entries overlap or lie outside the file. */
function checkLayout(file: string, entries: readonly NamedEntry[], fileSize: number): void {
  const startOf = ({ entry }: NamedEntry) => entry.relativeOffsetOfLocalHeader;
  const ordered = [...entries].sort((a, b) => startOf(a) - startOf(b));
  for (const [i, one] of ordered.entries()) {
    const next = ordered[i + 1];
    const end = next === undefined ? fileSize : startOf(next);
    if (startOf(one) + MIN_HEADER + one.entry.compressedSize > end)
      throw new CmgError(`entry '${one.name}' overlaps the next one`, { where: file });
  }
}
