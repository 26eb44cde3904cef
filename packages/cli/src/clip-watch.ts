import { type CmgError, shownText } from '@cmg/core';
import { ClipCounter } from './clip-counter.js';
import type { Terminal } from './terminal.js';

/** Shows how many clips are done, each note once, and clips that are left out. */
export class ClipWatch {
  private readonly counter = new ClipCounter();
  private readonly noted = new Set<string>();
  /** Clips that were left out so far. */
  leftOut = 0;

  constructor(private readonly terminal: Terminal) {}

  readonly onProgress = (done: number, total: number): void => this.counter.update(done, total);

  readonly onNote = (note: string): void => {
    if (this.noted.has(note)) return;
    this.noted.add(note);
    this.tell(note);
  };

  readonly onLeftOut = (clip: string, { message }: CmgError): void => {
    this.leftOut++;
    this.tell(`left out '${shownText(clip)}': ${message}`);
  };

  /** A line of its own. */
  tell(line: string): void {
    this.counter.end();
    this.terminal.note(line);
  }

  /** Takes the drawing away. */
  end(): void {
    this.counter.end();
  }
}
