import { CmgError } from '@cmg/core';
import { spawn } from 'node:child_process';

/** How much of ffmpeg's error output is kept for messages. */
const KEPT = 4096;

/** The program to run: `CMG_FFMPEG`, else the `ffmpeg` of the path. */
const program = () => process.env['CMG_FFMPEG'] || 'ffmpeg';

/**
 * Streams ffmpeg's output for a local file. Playlists and the like cannot make it open anything but files.
 *
 * @param options of the output, without its name
 * @param signal kills it
 * @throws CmgError of kind `usage` if ffmpeg is missing; otherwise if ffmpeg cannot read the file
 */
export async function* ffmpegOutput(file: string, options: readonly string[], signal?: AbortSignal): AsyncGenerator<Uint8Array> {
  signal?.throwIfAborted();
  const input = ['-nostdin', '-v', 'error', '-protocol_whitelist', 'file', '-i', `file:${file}`];
  // A process group of its own: Ctrl-C on a terminal must not look like a damaged file.
  const child = spawn(program(), [...input, ...options, 'pipe:1'], { stdio: ['ignore', 'pipe', 'pipe'], detached: true });
  const stop = () => child.kill('SIGKILL');
  signal?.addEventListener('abort', stop);
  let complaints = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (complaints = (complaints + text).slice(-KEPT)));
  const ended = new Promise<number | null>((resolve, reject) => child.on('error', reject).on('close', resolve));
  ended.catch(() => undefined);
  try {
    yield* child.stdout as AsyncIterable<Uint8Array>;
    const code = await ended.catch((cause: Error) => {
      throw missing(cause);
    });
    signal?.throwIfAborted();
    if (code !== 0) throw unreadable(file, complaints);
  } finally {
    signal?.removeEventListener('abort', stop);
    stop();
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
