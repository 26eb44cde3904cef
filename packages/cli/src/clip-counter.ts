import { clockText, ProgressLine, type ProgressStream } from '@cmg/trainer';

/** Shows how many clips are done. See {@link ProgressLine}. */
export class ClipCounter {
  private readonly line: ProgressLine;

  constructor(stream: ProgressStream = process.stderr) {
    this.line = new ProgressLine(stream);
  }

  update(done: number, total: number): void {
    this.line.update(() => `clips ${done}/${total}  left ${clockText((this.line.seconds / done) * (total - done))}`);
  }

  /** Takes the drawing away; time counts anew. */
  end(): void {
    this.line.clear();
    this.line.start();
  }
}
