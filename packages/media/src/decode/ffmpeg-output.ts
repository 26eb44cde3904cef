import { CmgError } from '@cmg/core';
import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { Readable, type Writable } from 'node:stream';
import { FfmpegReport } from './ffmpeg-report.js';

/** The program to run: `CMG_FFMPEG`, else the `ffmpeg` of the path. */
const program = () => process.env['CMG_FFMPEG'] || 'ffmpeg';

/** Each line tells how grave it is; what it says of the input is kept beside its complaints. */
const VERBOSITY = ['-hide_banner', '-nostats', '-v', 'level+info'];

/** What sounds while it is read: bytes of any format that ffmpeg knows, or a device. */
export type LiveSource =
  | { readonly kind: 'stream'; readonly bytes: AsyncIterable<Uint8Array> }
  /** As `ffmpeg -f <format> -i <name>` takes it: `alsa`, `pulse`, `avfoundation`, `dshow`; `ffmpeg -devices` lists them. */
  | { readonly kind: 'device'; readonly format: string; readonly name: string };

/** What the first half a second tells of a stream has to do: nothing waits for more. In microseconds. */
const AT_ONCE = ['-analyzeduration', '500000'];

/** Playlists and the like cannot make ffmpeg open anything but files. */
function inputOf(source: string | LiveSource): readonly string[] {
  if (typeof source === 'string') return ['-protocol_whitelist', 'file', '-i', `file:${source}`];
  if (source.kind === 'stream') return [...AT_ONCE, '-protocol_whitelist', 'pipe', '-i', 'pipe:0'];
  return [...AT_ONCE, '-f', source.format, '-i', source.name];
}

/** For messages. */
const nameOf = (source: string | LiveSource): string =>
  typeof source === 'string' ? source : source.kind === 'stream' ? 'the stream' : `${source.format}:${source.name}`;

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
 * Streams ffmpeg's output for a local file, or for what sounds now.
 *
 * @throws CmgError of kind `usage` if ffmpeg is missing; otherwise if ffmpeg cannot read the source
 */
export async function* ffmpegOutput(
  source: string | LiveSource,
  { output, input = [], signal, onEnd }: FfmpegOptions,
): AsyncGenerator<Uint8Array> {
  const bytesIn = typeof source === 'object' && source.kind === 'stream' ? Readable.from(source.bytes, { objectMode: false }) : undefined;
  const run = new FfmpegRun([...input, ...inputOf(source), ...output, 'pipe:1'], signal, bytesIn);
  try {
    let bytes = 0;
    for await (const chunk of run.output) {
      bytes += chunk.length;
      yield chunk;
    }
    if ((await run.ended()) !== 0) throw unreadable(nameOf(source), run.report);
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
  private readonly child: ChildProcessByStdio<Writable | null, Readable, Readable>;
  private readonly code: Promise<number | null>;
  readonly stop = (): void => {
    this.signal?.removeEventListener('abort', this.stop);
    this.input?.destroy();
    this.child.kill('SIGKILL');
  };

  constructor(
    args: readonly string[],
    private readonly signal?: AbortSignal,
    private readonly input?: Readable,
  ) {
    signal?.throwIfAborted();
    // A process group of its own: Ctrl-C on a terminal must not look like a damaged file.
    const stdin = input === undefined ? 'ignore' : 'pipe';
    const child = spawn(program(), ['-nostdin', ...VERBOSITY, ...args], { stdio: [stdin, 'pipe', 'pipe'], detached: true });
    this.child = child as ChildProcessByStdio<Writable | null, Readable, Readable>;
    // Where ffmpeg ends before its input does, its exit code says why.
    if (this.child.stdin !== null) input?.pipe(this.child.stdin.on('error', () => undefined));
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
