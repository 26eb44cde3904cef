import pc from 'picocolors';
import type { Terminal } from '../../src/terminal.js';

/** A terminal without colours that keeps what is written to it. */
export class CapturedTerminal implements Terminal {
  readonly printed: string[] = [];
  readonly noted: string[] = [];
  readonly outColours = pc.createColors(false);
  readonly noteColours = pc.createColors(false);

  print(line: string): void {
    this.printed.push(line);
  }

  note(line: string): void {
    this.noted.push(line);
  }
}
