import { CmgError } from '@cmg/core';
import { type ChildProcessByStdio, spawn } from 'node:child_process';
import type { Readable } from 'node:stream';

/** How much of ffmpeg's error output is kept. */
const KEPT = 65536;

/** The program to run: `CMG_FFMPEG`, else the `ffmpeg` of the path. */
const program = () => process.env['CMG_FFMPEG'] || 'ffmpeg';

/** Playlists and the like cannot make ffmpeg open anything but files. */
const inputOf = (file: string): readonly string[] => ['-protocol_whitelist', 'file', '-i', `file:${file}`];

/**
 * Streams ffmpeg's output for a local file.
 *
 * @param options of the output, without its name
 * @param signal kills it
 * @param decoder options before the input
 * @throws CmgError of kind `usage` if ffmpeg is missing; otherwise if ffmpeg cannot read the file
 */
export async function* ffmpegOutput(
  file: string,
  options: readonly string[],
  signal?: AbortSignal,
  decoder: readonly string[] = [],
): AsyncGenerator<Uint8Array> {
  const run = new FfmpegRun(['-v', 'error', ...decoder, ...inputOf(file), ...options, 'pipe:1'], signal);
  try {
    yield* run.output;
    if ((await run.ended()) !== 0) throw unreadable(file, run.complaints);
  } finally {
    run.stop();
  }
}

/**
 * What ffmpeg says about the streams of a local file; nothing of use if it cannot read it.
 *
 * @throws CmgError of kind `usage` if ffmpeg is missing
 */
export async function ffmpegStreams(file: string, signal?: AbortSignal): Promise<string> {
  const run = new FfmpegRun(['-hide_banner', ...inputOf(file)], signal);
  try {
    // Without an output it fails, after it has described the input.
    await run.ended();
    return run.complaints;
  } finally {
    run.stop();
  }
}

/** A running ffmpeg: stop it in the end. */
class FfmpegRun {
  /** The last of its error output. */
  complaints = '';
  private readonly child: ChildProcessByStdio<null, Readable, Readable>;
  private readonly code: Promise<number | null>;
  readonly stop = (): void => {
    this.signal?.removeEventListener('abort', this.stop);
    this.child.kill('SIGKILL');
  };

  constructor(
    args: readonly string[],
    private readonly signal?: AbortSignal,
  ) {
    signal?.throwIfAborted();
    // A process group of its own: Ctrl-C on a terminal must not look like a damaged file.
    this.child = spawn(program(), ['-nostdin', ...args], { stdio: ['ignore', 'pipe', 'pipe'], detached: true });
    signal?.addEventListener('abort', this.stop);
    this.child.stderr.setEncoding('utf8').on('data', (text: string) => (this.complaints = (this.complaints + text).slice(-KEPT)));
    this.code = new Promise((resolve, reject) => this.child.on('error', reject).on('close', resolve));
    this.code.catch(() => undefined);
  }

  get output(): AsyncIterable<Uint8Array> {
    return this.child.stdout;
  }

  /** Its exit code. @throws CmgError if it was missing, or the signal's reason if that stopped it */
  async ended(): Promise<number | null> {
    const code = await this.code.catch((cause: Error) => {
      throw missing(cause);
    });
    this.signal?.throwIfAborted();
    return code;
  }
}

const unreadable = (file: string, complaints: string) =>
  new CmgError(`ffmpeg cannot read it: ${complaints.trim().split('\n').at(-1) || 'it gives no reason'}`, { where: file });

const missing = (cause: Error) =>
  new CmgError(`ffmpeg, which reads sound and video, cannot be started: ${cause.message}`, {
    kind: 'usage',
    hint:
      'Install it (Debian and Ubuntu: apt install ffmpeg; macOS: brew install ffmpeg; Windows: winget install ffmpeg), or set ' +
      'CMG_FFMPEG to its path. WAV files at the requested sample rate, pictures and text are read without it.',
    cause,
  });
