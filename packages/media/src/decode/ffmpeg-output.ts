import { CmgError } from '@cmg/core';
import { type ChildProcessByStdio, spawn } from 'node:child_process';
import type { Readable } from 'node:stream';
import { createInterface } from 'node:readline';
import { FfmpegReport } from './ffmpeg-report.js';

/** The program to run: `CMG_FFMPEG`, else the `ffmpeg` of the path. */
const program = () => process.env['CMG_FFMPEG'] || 'ffmpeg';

/** Each line tells how grave it is; what it says of the input is kept beside its complaints. */
const VERBOSITY = ['-hide_banner', '-nostats', '-v', 'level+info'];

/** Playlists and the like cannot make ffmpeg open anything but files. */
const inputOf = (file: string): readonly string[] => ['-protocol_whitelist', 'file', '-i', `file:${file}`];

export interface FfmpegOptions {
  /** Of the output, without its name. */
  readonly output: readonly string[];
  /** Before the input: its format or decoder. */
  readonly input?: readonly string[];
  /** Kills it. */
  readonly signal?: AbortSignal | undefined;
  /** Judges what it said, and how many bytes it gave, where it did not fail; may throw. */
  readonly onEnd?: (report: FfmpegReport, bytes: number) => void;
}

/**
 * Streams ffmpeg's output for a local file.
 *
 * @throws CmgError of kind `usage` if ffmpeg is missing; otherwise if ffmpeg cannot read the file
 */
export async function* ffmpegOutput(file: string, { output, input = [], signal, onEnd }: FfmpegOptions): AsyncGenerator<Uint8Array> {
  const run = new FfmpegRun([...input, ...inputOf(file), ...output, 'pipe:1'], signal);
  try {
    let bytes = 0;
    for await (const chunk of run.output) {
      bytes += chunk.length;
      yield chunk;
    }
    if ((await run.ended()) !== 0) throw unreadable(file, run.report);
    onEnd?.(run.report, bytes);
  } finally {
    run.stop();
  }
}

/**
 * What ffmpeg says about a local file; nothing of use if it cannot read it.
 *
 * @throws CmgError of kind `usage` if ffmpeg is missing
 */
export async function ffmpegReport(file: string, signal?: AbortSignal): Promise<FfmpegReport> {
  const run = new FfmpegRun(inputOf(file), signal);
  try {
    // Without an output it fails, after it has described the input.
    await run.ended();
    return run.report;
  } finally {
    run.stop();
  }
}

/** A running ffmpeg: stop it in the end. */
class FfmpegRun {
  readonly report = new FfmpegReport();
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
    this.child = spawn(program(), ['-nostdin', ...VERBOSITY, ...args], { stdio: ['ignore', 'pipe', 'pipe'], detached: true });
    signal?.addEventListener('abort', this.stop);
    const lines = createInterface({ input: this.child.stderr, crlfDelay: Infinity });
    lines.on('line', (line) => this.report.add(line));
    const read = new Promise((resolve) => lines.on('close', resolve));
    this.code = new Promise<number | null>((resolve, reject) => this.child.on('error', reject).on('close', resolve)).then(async (code) => {
      await read;
      return code;
    });
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

function unreadable(file: string, { lacks, last }: FfmpegReport): CmgError {
  const what = lacks === undefined ? `ffmpeg cannot read it: ${last ?? 'it gives no reason'}` : `contains no ${lacks}`;
  return new CmgError(what, { where: file });
}

const missing = (cause: Error) =>
  new CmgError(`ffmpeg, which reads sound and video, cannot be started: ${cause.message}`, {
    kind: 'usage',
    hint:
      'Install it (Debian and Ubuntu: apt install ffmpeg; macOS: brew install ffmpeg; Windows: winget install ffmpeg), or set ' +
      'CMG_FFMPEG to its path. WAV files at the requested sample rate, pictures and text are read without it.',
    cause,
  });
