import { CmgError } from '@cmg/core';
import { constants } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';

/** Bytes given at a time by a stream. */
const CHUNK = 256 * 1024;
/** Most bytes per system call, which takes less than 2 GiB. */
const MOST_AT_ONCE = 2 ** 30;
/** Opening a pipe would otherwise wait for its writer; where there is no such flag, there are no such pipes. */
const READ = constants.O_RDONLY | constants.O_NONBLOCK;

/** What the file system says of a path: of Node's `Stats`, what kind of thing it is. */
export type PathKind = Readonly<
  Record<'isFile' | 'isDirectory' | 'isFIFO' | 'isSocket' | 'isCharacterDevice' | 'isBlockDevice', () => boolean>
>;

/** What a path leads to in place of a file. */
const OTHERS: readonly (readonly [is: (kind: PathKind) => boolean, what: string])[] = [
  [(kind) => kind.isDirectory(), 'a folder'],
  [(kind) => kind.isFIFO(), 'a pipe'],
  [(kind) => kind.isSocket(), 'a socket'],
  [(kind) => kind.isCharacterDevice() || kind.isBlockDevice(), 'a device'],
];

/**
 * A file open for reading by ranges, of any size. Every path that a user, a table or another file gives is opened by this class, so that
 * a pipe, a socket or a device, whose reading may never end, is refused.
 */
export class RegularFile {
  private constructor(
    private readonly handle: FileHandle,
    readonly path: string,
    /** Bytes, when it was opened. */
    readonly size: number,
    /** When it was last changed, in ms. */
    readonly mtimeMs: number,
  ) {}

  /** @throws CmgError of kind `usage` if there is no such file, it is no regular file, or it cannot be read */
  static async open(path: string): Promise<RegularFile> {
    const handle = await open(path, READ).catch((cause: NodeJS.ErrnoException) => {
      throw unreadable(path, cause);
    });
    try {
      const stats = await handle.stat();
      refuseOthers(path, stats);
      return new RegularFile(handle, path, stats.size, stats.mtimeMs);
    } catch (error) {
      await handle.close();
      throw error;
    }
  }

  /** Opens a file, and closes it when `use` is done. */
  static async with<T>(path: string, use: (file: RegularFile) => Promise<T>): Promise<T> {
    const file = await RegularFile.open(path);
    try {
      return await use(file);
    } finally {
      await file.close();
    }
  }

  /**
   * The bytes from `start` to before `end`, in memory of their own.
   *
   * @throws CmgError if the file does not have them, or they are more than an array can hold
   */
  async read(start: number, end: number): Promise<Uint8Array> {
    if (!(start >= 0 && start <= end && end <= this.size)) throw this.truncated(end);
    const bytes = this.allocate(end - start);
    for (let at = 0; at < bytes.length;) {
      const { bytesRead } = await this.handle
        .read(bytes, at, Math.min(bytes.length - at, MOST_AT_ONCE), start + at)
        .catch((cause: NodeJS.ErrnoException) => {
          throw unreadable(this.path, cause);
        });
      if (bytesRead === 0) throw this.truncated(end);
      at += bytesRead;
    }
    return bytes;
  }

  /** The bytes from `start` to before `end`, in parts. @throws CmgError as {@link read} does */
  async *stream(start = 0, end = this.size): AsyncGenerator<Uint8Array> {
    for (let at = start; at < end; at += CHUNK) yield await this.read(at, Math.min(at + CHUNK, end));
  }

  close(): Promise<void> {
    return this.handle.close();
  }

  private allocate(length: number): Uint8Array {
    try {
      return new Uint8Array(length);
    } catch (cause) {
      throw new CmgError(`has ${length} bytes in one piece, more than fit into memory`, { where: this.path, cause });
    }
  }

  private truncated(end: number): CmgError {
    return new CmgError(`is truncated: it ends at byte ${this.size}, byte ${end} is needed`, {
      where: this.path,
      hint: 'Copy or download it again, if it is damaged; if it is being written, try again when that is done.',
    });
  }
}

/** @throws CmgError of kind `usage` where a path leads to anything but a file; for programs that open it themselves */
export function refuseOthers(path: string, kind: PathKind): void {
  if (kind.isFile()) return;
  const what = OTHERS.find(([is]) => is(kind))?.[1] ?? 'something else';
  throw new CmgError(`is ${what}, not a file`, { kind: 'usage', where: path });
}

/** @throws CmgError of kind `usage` unless there is a regular file at the path; for programs that open it themselves */
export function expectFile(path: string): Promise<void> {
  return RegularFile.with(path, () => Promise.resolve());
}

/** Turns a failed attempt to open or read a file into an error for the user. */
export function unreadable(path: string, cause: Error & { readonly code?: string | undefined }): CmgError {
  const what = { ENOENT: 'is missing', ENXIO: 'is a socket, not a file' }[cause.code ?? ''] ?? `cannot be read: ${cause.message}`;
  return new CmgError(what, { kind: 'usage', where: path, cause });
}

/** What a reading gives; undefined where it failed because its file is missing. */
export async function ifThere<T>(reading: Promise<T>): Promise<T | undefined> {
  try {
    return await reading;
  } catch (error) {
    if (error instanceof CmgError && (error.cause as NodeJS.ErrnoException | undefined)?.code === 'ENOENT') return undefined;
    throw error;
  }
}
