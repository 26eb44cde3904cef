import { clockText, type ProgressStream } from '@cmg/trainer';

/** Milliseconds between two drawings on a terminal, and between two lines elsewhere. */
const EVERY = { frame: 100, line: 60_000 } as const;
const CLEAR = '\r\x1b[K';

/** Shows how many clips are done: one line that is drawn again on a terminal, a line a minute elsewhere. */
export class ClipCounter {
  private readonly begun = performance.now();
  private drawn = this.begun;

  constructor(private readonly stream: ProgressStream = process.stderr) {}

  update(done: number, total: number): void {
    const now = performance.now();
    if (now - this.drawn < (this.stream.isTTY ? EVERY.frame : EVERY.line)) return;
    this.drawn = now;
    const left = ((now - this.begun) / 1000 / done) * (total - done);
    const line = `clips ${done}/${total}  left ${clockText(left)}`;
    this.stream.write(this.stream.isTTY ? `${CLEAR}${line}` : `${line}\n`);
  }

  /** Takes the drawing away. */
  end(): void {
    if (this.stream.isTTY) this.stream.write(CLEAR);
  }
}
