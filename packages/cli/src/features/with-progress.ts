import { clockText, type ProgressStream } from '@cmg/trainer';

/** Milliseconds between two drawings on a terminal, and between two lines elsewhere. */
const EVERY = { frame: 100, line: 60_000 } as const;
const CLEAR = '\r\x1b[K';

/**
 * Passes parts of an array on and shows how far it is: one line that is drawn again on a terminal, a line a minute elsewhere.
 *
 * @param total clips
 * @param perClip numbers of a clip in a part
 */
export async function* withProgress<T extends ArrayLike<number>>(
  parts: AsyncIterable<T>,
  { total, perClip, stream = process.stderr }: { readonly total: number; readonly perClip: number; readonly stream?: ProgressStream },
): AsyncGenerator<T> {
  const begun = performance.now();
  let drawn = begun;
  let done = 0;
  for await (const part of parts) {
    yield part;
    done += part.length / perClip;
    const now = performance.now();
    if (now - drawn < (stream.isTTY ? EVERY.frame : EVERY.line)) continue;
    drawn = now;
    const left = ((now - begun) / 1000 / done) * (total - done);
    const line = `clips ${done}/${total}  left ${clockText(left)}`;
    stream.write(stream.isTTY ? `${CLEAR}${line}` : `${line}\n`);
  }
  if (stream.isTTY) stream.write(CLEAR);
}
