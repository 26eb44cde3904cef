import type { ExtractProgress } from '@cmg/media';
import { clockText, type ProgressStream } from '@cmg/trainer';

/** Milliseconds between two lines where the stream is no terminal, and between two drawings where it is one. */
const EVERY = { line: 60_000, frame: 100 } as const;
const BAR = 20;
const CLEAR = '\r\x1b[K';

/**
 * Shows how far an extraction is: one line that is drawn again on a terminal, a plain line a minute elsewhere. Clips that fail
 * are told of at once.
 */
export class ClipProgress {
  private readonly begun: number;
  private drawn: number;
  private told = 0;

  /** @param now milliseconds */
  constructor(
    private readonly stream: ProgressStream = process.stderr,
    private readonly now: () => number = () => performance.now(),
  ) {
    this.begun = now();
    this.drawn = stream.isTTY ? -Infinity : this.begun;
  }

  update(progress: ExtractProgress, total: number): void {
    const clear = this.stream.isTTY ? CLEAR : '';
    for (const { id, reason } of progress.failed.slice(this.told)) this.stream.write(`${clear}left out '${id}': ${reason}\n`);
    this.told = progress.failed.length;
    if (this.now() - this.drawn < (this.stream.isTTY ? EVERY.frame : EVERY.line)) return;
    this.drawn = this.now();
    const line = this.text(progress, total);
    this.stream.write(this.stream.isTTY ? `${CLEAR}${line.slice(0, (this.stream.columns ?? 80) - 1)}` : `${line}\n`);
  }

  /** Takes the drawing away. */
  end(): void {
    if (this.stream.isTTY) this.stream.write(CLEAR);
  }

  private text({ extracted, kept, failed }: ExtractProgress, total: number): string {
    const done = extracted + kept + failed.length;
    const filled = Math.floor((BAR * done) / total);
    const seconds = (this.now() - this.begun) / 1000;
    const left = extracted === 0 ? [] : [`left ${clockText((seconds / extracted) * (total - done))}`];
    const bar = this.stream.isTTY ? [`[${'='.repeat(filled)}${' '.repeat(BAR - filled)}]`] : [];
    return [...bar, `clips ${done}/${total}`, `kept ${kept}`, `left out ${failed.length}`, ...left].join('  ');
  }
}
