import { shownLines, shownText } from '@cmg/core';

/** Where progress is written; `process.stderr` is one. */
export interface ProgressStream {
  readonly isTTY?: boolean;
  readonly columns?: number;
  write(text: string): unknown;
}

/** Milliseconds between two lines where the stream is no terminal, and between two drawings where it is one. */
const EVERY = { line: 60_000, frame: 100 } as const;
const BAR = 20;
const CLEAR = '\r\x1b[K';

/** One line of progress: it is drawn again on a terminal; elsewhere (a file, a pipe, a dumb terminal) it is a plain line a minute. */
export class ProgressLine {
  private begun = 0;
  private drawn = 0;
  /** Whether a line can be drawn over. */
  private readonly draws: boolean;

  /** @param now milliseconds */
  constructor(
    private readonly stream: ProgressStream,
    private readonly now: () => number = () => performance.now(),
  ) {
    this.draws = stream.isTTY === true && process.env['TERM'] !== 'dumb';
    this.start();
  }

  /** From now on time counts. */
  start(): void {
    this.begun = this.now();
    this.drawn = this.draws ? -Infinity : this.begun;
  }

  /** Seconds since the start. */
  get seconds(): number {
    return (this.now() - this.begun) / 1000;
  }

  /** `[=====     ]` on a terminal, nothing elsewhere: parts of a line. */
  bar(done: number, total: number): string[] {
    const filled = Math.floor((BAR * done) / total);
    return this.draws ? [`[${'='.repeat(filled)}${' '.repeat(BAR - filled)}]`] : [];
  }

  /** Draws the line if it is time for it. */
  update(text: () => string): void {
    if (this.now() - this.drawn >= (this.draws ? EVERY.frame : EVERY.line)) this.draw(text());
  }

  /** Draws the line, cut to the width of the terminal. */
  draw(text: string): void {
    this.drawn = this.now();
    this.stream.write(this.draws ? `${CLEAR}${shownText(text).slice(0, (this.stream.columns ?? 80) - 1)}` : `${shownText(text)}\n`);
  }

  /** A line that stays, in place of the drawing. */
  tell(text: string): void {
    this.clear();
    this.stream.write(`${shownLines(text)}\n`);
  }

  /** Keeps what is drawn on a terminal, and goes on below. */
  keep(): void {
    if (this.draws) this.stream.write('\n');
  }

  /** Takes the drawing away. */
  clear(): void {
    if (this.draws) this.stream.write(CLEAR);
  }
}
