import { shownText } from '@cmg/core';
import type { ExtractProgress } from '@cmg/media';
import { clockText, ProgressLine, type ProgressStream } from '@cmg/trainer';

/** Shows how far an extraction is; clips that fail or are doubtful are told of at once. See {@link ProgressLine}. */
export class ClipProgress {
  private readonly line: ProgressLine;
  private told = 0;
  private doubted = 0;

  /** @param now milliseconds */
  constructor(stream: ProgressStream = process.stderr, now?: () => number) {
    this.line = new ProgressLine(stream, now);
  }

  update(progress: ExtractProgress, total: number): void {
    for (const { id, reason } of progress.failed.slice(this.told)) this.line.tell(`left out '${shownText(id)}': ${reason}`);
    this.told = progress.failed.length;
    for (const { id, reason } of progress.doubtful.slice(this.doubted)) this.line.tell(`doubtful: '${shownText(id)}': ${reason}`);
    this.doubted = progress.doubtful.length;
    this.line.update(() => this.text(progress, total));
  }

  /** Takes the drawing away. */
  end(): void {
    this.line.clear();
  }

  private text({ extracted, kept, failed }: ExtractProgress, total: number): string {
    const done = extracted + kept + failed.length;
    const left = extracted === 0 ? [] : [`left ${clockText((this.line.seconds / extracted) * (total - done))}`];
    return [...this.line.bar(done, total), `clips ${done}/${total}`, `kept ${kept}`, `left out ${failed.length}`, ...left].join('  ');
  }
}
