import type { CellEvent, StudyEvent } from '@cmg/pipeline';
import { spread } from '@cmg/tasks';
import { clockText, ProgressLine, type ProgressStream } from '@cmg/trainer';

type Finished = Extract<CellEvent, { kind: 'finished' }>;

/** Shows how far a study is: a line that is drawn again, and one that stays for each cell that ends. See {@link ProgressLine}. */
export class StudyProgress {
  private readonly line: ProgressLine;
  /** Of the cells under way, what is done and the share of it. */
  private readonly running = new Map<string, { readonly stage: string; readonly done: number }>();
  /** Cells that ended in this sitting. */
  private ended = 0;

  private cells = 0;
  /** Those that were finished before. */
  private kept = 0;

  /** @param now milliseconds */
  constructor(stream: ProgressStream = process.stderr, now?: () => number) {
    this.line = new ProgressLine(stream, now);
  }

  tell(event: StudyEvent): void {
    if (event.kind === 'planned') {
      this.cells = event.cells;
      this.kept = event.finished;
      if (this.kept > 0) this.line.tell(`${this.kept} of ${this.cells} cells are finished already`);
    } else this.tellOfCell(event);
  }

  /** Takes the drawing away. */
  close(): void {
    this.line.clear();
  }

  private tellOfCell(event: CellEvent): void {
    const name = `${event.cell.row.label}, seed ${event.cell.seed}`;
    switch (event.kind) {
      case 'started':
        this.running.set(name, { stage: 'begins', done: 0 });
        break;
      case 'progress':
        this.running.set(name, event);
        this.line.update(() => this.text());
        break;
      case 'finished':
        this.end(name, `${name}: ${scoresText(event)}`);
        break;
      case 'failed':
        this.end(name, `${name} failed: ${event.error.message}`);
    }
  }

  private end(name: string, text: string): void {
    this.running.delete(name);
    this.ended++;
    this.line.tell(`[${this.kept + this.ended}/${this.cells}] ${text}`);
  }

  private text(): string {
    const running = [...this.running];
    const done = this.ended + running.reduce((sum, [, cell]) => sum + cell.done, 0);
    const total = this.cells - this.kept;
    return [
      ...this.line.bar(this.kept + done, this.cells),
      `cells ${this.kept + this.ended}/${this.cells}`,
      ...(done > 0 ? [`left ${clockText((this.line.seconds / done) * (total - done))}`] : []),
      ...running.map(([name, { stage }]) => `${name}: ${stage}`),
    ].join('  ');
  }
}

/** `classification 97.1, retrieval 90.0 (41 s)`: of each task the mean of all transfers, and the seconds of training. */
function scoresText({ run: { transfer, seconds } }: Finished): string {
  const tasks = [...new Set(transfer.map(({ task }) => task))].flatMap((task) => {
    const scores = transfer
      .filter((one) => one.task === task && one.from !== one.to)
      .map(({ measures }) => measures.scores[measures.primary] ?? 0);
    return scores.length === 0 ? [] : [`${task} ${spread(scores).mean.toFixed(1)}`];
  });
  return `${tasks.join(', ')}${tasks.length > 0 ? ' ' : ''}(trained ${seconds.toFixed(0)} s)`;
}
