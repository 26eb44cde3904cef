import type { Terminal } from '../../src/terminal.js';

/** A terminal that keeps what is written to it. */
export class CapturedTerminal implements Terminal {
  readonly printed: string[] = [];
  readonly noted: string[] = [];

  print(line: string): void {
    this.printed.push(line);
  }

  note(line: string): void {
    this.noted.push(line);
  }
}
