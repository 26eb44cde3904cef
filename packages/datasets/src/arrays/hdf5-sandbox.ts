import { CmgError } from '@cmg/core';
import type h5wasm from 'h5wasm/node';
import { realpathSync, statSync } from 'node:fs';
import { resolve, sep } from 'node:path';
import type { Pulse } from './pulse.js';

/** The library, loaded. */
export type Hdf5Module = Awaited<typeof h5wasm.ready>;

const STANDARD_ERROR = 2;
const O_EXCL = 0o200;
const O_DIRECTORY = 0o200000;
/** What each file may take, and what it may take more for each of its bytes: a damaged one can lead the library in a circle. */
const READS = 100_000;
const BYTES_PER_READ = 64;
/** A read of so many bytes counts as two. */
const PAGE = 4096;
const COMPUTING_MS = 2000;
const BYTES_PER_MS = 2 ** 12;
const MEMORY = 2 ** 27;
const MEMORY_RATIO = 32;
/** How it refuses what it has looked at the first bytes of alone: a download that was broken off, and what is not HDF5. */
const UNTOUCHED = /truncated file|file signature not found/;

/** What is being read, and what came of it. */
interface Session {
  readonly file: string;
  /** The folder in which other files may lie that it refers to; none if undefined. */
  readonly linksWithin: string | undefined;
  /** What is left of its reads. */
  reads: number;
  /** What the library may have in all, in bytes. */
  readonly memory: number;
  /** Whether it wanted more. */
  bloated?: true;
  /** The first other file that it wanted and did not get. */
  refused?: string;
}

interface Stream {
  readonly fd?: number;
}

/** The part of Emscripten's file system through which the library reaches files. */
interface FileSystem {
  open(path: string, flags: number, ...rest: unknown[]): Stream;
  read(stream: Stream, buffer: Uint8Array, offset: number, length: number, ...rest: unknown[]): number;
  write(stream: Stream, bytes: Uint8Array, offset: number, length: number, ...rest: unknown[]): number;
  readonly ErrnoError: new (errno: number) => Error;
}

/** Emscripten's numbers. */
const ENOENT = 44;
const EIO = 29;

/**
 * The only way from the library to files. An HDF5 file can name others, by external links, virtual data sets and external storage, which
 * the library would open and read as if they were its own.
 */
export class Hdf5Sandbox {
  private session: Session | undefined;
  private broken = false;

  /** Whether the library has failed: what a damaged file leaves in its memory may change what it makes of others. */
  get isBroken(): boolean {
    return this.broken;
  }

  constructor(
    module: Hdf5Module,
    private readonly pulse: Pulse,
  ) {
    const fs = module.FS as unknown as FileSystem;
    const open = fs.open.bind(fs);
    const read = fs.read.bind(fs);
    fs.open = (path, flags, ...rest) => {
      if (!this.mayOpen(path, flags)) throw new fs.ErrnoError(ENOENT);
      return open(path, flags, ...rest);
    };
    fs.read = (stream, buffer, offset, length, ...rest) => {
      const { session } = this;
      if (session !== undefined && (session.reads -= 1 + length / PAGE) < 0) throw new fs.ErrnoError(EIO);
      return pulse.waiting(() => read(stream, buffer, offset, length, ...rest));
    };
    const write = fs.write.bind(fs);
    // Traces of errors that are told otherwise.
    fs.write = (stream, bytes, offset, length, ...rest) =>
      this.session !== undefined && stream.fd === STANDARD_ERROR ? length : write(stream, bytes, offset, length, ...rest);
  }

  /**
   * Runs what the library does with a file.
   *
   * @param where for messages
   * @throws CmgError if it needs another file that it may not open, or the library fails
   */
  run<T>(file: string, linksWithin: string | undefined, where: string, action: () => T): T {
    const { size } = statSync(file);
    const session: Session = { file, linksWithin, reads: READS + size / BYTES_PER_READ, memory: MEMORY + MEMORY_RATIO * size };
    this.session = session;
    this.pulse.begin(COMPUTING_MS + size / BYTES_PER_MS);
    let result: T;
    try {
      result = action();
    } catch (cause) {
      this.broken ||= !(cause instanceof CmgError || session.refused !== undefined || UNTOUCHED.test((cause as Error).message));
      if (session.refused !== undefined) throw linked(session.refused, session, where);
      throw cause instanceof CmgError ? cause : failed(cause as Error, session, where);
    } finally {
      this.pulse.end();
      this.session = undefined;
    }
    // A virtual data set is filled with zeros where its source cannot be opened.
    if (session.refused !== undefined && linksWithin === undefined) throw linked(session.refused, session, where);
    return result;
  }

  /** Whether the library's memory may grow to so many bytes. */
  mayGrow(bytes: number): boolean {
    if (this.session === undefined || bytes <= this.session.memory) return true;
    this.session.bloated = true;
    return false;
  }

  private mayOpen(path: string, flags: number): boolean {
    const { session } = this;
    // Not ours, or the library's draft of an error message.
    if (session === undefined || path === session.file || flags & O_EXCL) return true;
    // Where it looks for plugins, which are programs.
    if (flags & O_DIRECTORY) return false;
    if (session.linksWithin !== undefined && isFileWithin(path, session.linksWithin)) return true;
    session.refused ??= path;
    return false;
  }
}

/** Whether a path leads to a file below a folder, wherever its links lead. */
export function isFileWithin(path: string, folder: string): boolean {
  try {
    return realpathSync(path).startsWith(realpathSync(resolve(folder)) + sep) && statSync(path).isFile();
  } catch {
    return false;
  }
}

function linked(path: string, { linksWithin }: Session, where: string): CmgError {
  if (linksWithin === undefined) {
    return new CmgError(`refers to another file, ${path}, which is not read`, {
      where,
      hint: 'Copy what is meant into one file. The data set folder reads files below its root that others refer to with `links: true`.',
    });
  }
  return new CmgError(`refers to ${path}, which is missing or not below ${linksWithin}`, { where });
}

/** HDF5's error trace starts at the public function and ends at the cause. */
function failed(cause: Error, { reads, memory, bloated }: Session, where: string): CmgError {
  const trace = cause.message;
  if (bloated) return new CmgError(`cannot be read as HDF5: it would take more than ${memory} bytes of memory`, { where, cause });
  if (reads < 0) return new CmgError('cannot be read as HDF5: its parts refer to each other in a circle', { where, cause });
  const reasons = [...trace.matchAll(/#\d+: .*?\(\): (.*)/g)];
  return new CmgError(`cannot be read as HDF5: ${reasons.at(-1)?.[1] ?? trace.split('\n')[0] ?? ''}`, { where, cause });
}
