import { CmgError } from '@cmg/core';
import type h5wasm from 'h5wasm/node';
import { realpathSync, statSync } from 'node:fs';
import { resolve, sep } from 'node:path';

/** The library, loaded. */
export type Hdf5Module = Awaited<typeof h5wasm.ready>;

const STANDARD_ERROR = 2;
const O_EXCL = 0o200;
const O_DIRECTORY = 0o200000;
/** Reads that every file may take, and one more for each so many of its bytes: a damaged one can lead the library in a circle. */
const READS = 100_000;
const BYTES_PER_READ = 64;

/** What is being read, and what came of it. */
interface Session {
  readonly file: string;
  /** The folder in which other files may lie that it refers to; none if undefined. */
  readonly linksWithin: string | undefined;
  reads: number;
  /** The first other file that it wanted and did not get. */
  refused?: string;
}

interface Stream {
  readonly fd?: number;
}

/** The part of Emscripten's file system through which the library reaches files. */
interface FileSystem {
  open(path: string, flags: number, ...rest: unknown[]): Stream;
  read(stream: Stream, ...rest: unknown[]): number;
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
  private dead = false;

  /** Whether the library has ended itself, as it does on some damaged files: nothing can be read by it any more. */
  get isDead(): boolean {
    return this.dead;
  }

  constructor(module: Hdf5Module) {
    const fs = module.FS as unknown as FileSystem;
    const open = fs.open.bind(fs);
    const read = fs.read.bind(fs);
    fs.open = (path, flags, ...rest) => {
      if (!this.mayOpen(path, flags)) throw new fs.ErrnoError(ENOENT);
      return open(path, flags, ...rest);
    };
    fs.read = (stream, ...rest) => {
      if (this.session !== undefined && --this.session.reads < 0) throw new fs.ErrnoError(EIO);
      return read(stream, ...rest);
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
    const session: Session = { file, linksWithin, reads: READS + Math.floor(statSync(file).size / BYTES_PER_READ) };
    this.session = session;
    let result: T;
    try {
      result = action();
    } catch (cause) {
      this.dead ||= (cause as Error).name === 'RuntimeError';
      if (session.refused !== undefined) throw linked(session.refused, session, where);
      throw cause instanceof CmgError ? cause : failed(cause as Error, session, where);
    } finally {
      this.session = undefined;
    }
    // A virtual data set is filled with zeros where its source cannot be opened.
    if (session.refused !== undefined && linksWithin === undefined) throw linked(session.refused, session, where);
    return result;
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
function failed(cause: Error, { reads }: Session, where: string): CmgError {
  const trace = cause.message;
  if (reads < 0) return new CmgError('cannot be read as HDF5: its parts refer to each other in a circle', { where, cause });
  const reasons = [...trace.matchAll(/#\d+: .*?\(\): (.*)/g)];
  return new CmgError(`cannot be read as HDF5: ${reasons.at(-1)?.[1] ?? trace.split('\n')[0] ?? ''}`, { where, cause });
}
