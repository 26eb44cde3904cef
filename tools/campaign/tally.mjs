/** One line of the table: what a part of the campaign has seen. */
export class Tally {
  cases = 0;
  read = 0;
  refused = 0;
  /** Most memory of a process, in bytes. */
  peak = 0;
  /** The slowest case, in ms. */
  slowest = 0;
  /** Why the part was left out. */
  skipped = '';
  /** What went wrong, by kind: the first of it, and how often. */
  faults = new Map();

  constructor(name) {
    this.name = name;
  }

  /** @param {string} kind what faults of one cause have in common */
  fault(kind, text) {
    const known = this.faults.get(kind);
    if (known) known.times++;
    else {
      this.faults.set(kind, { text, times: 1 });
      console.log(`FAULT ${this.name}: ${kind}: ${text}`);
    }
  }

  /** A case is over. */
  saw(outcome, ms, peak) {
    this.cases++;
    if (outcome === 'read') this.read++;
    else if (outcome === 'refused') this.refused++;
    this.slowest = Math.max(this.slowest, ms);
    this.peak = Math.max(this.peak, peak);
  }

  get faultCount() {
    return [...this.faults.values()].reduce((sum, { times }) => sum + times, 0);
  }

  /** Of the table in Markdown. */
  get cells() {
    if (this.skipped !== '') return [this.name, this.skipped, '', '', '', '', ''];
    const number = (value) => value.toLocaleString('en-GB');
    const slowest = this.slowest < 10 ? `${this.slowest.toFixed(1)} ms` : `${number(Math.round(this.slowest))} ms`;
    return [
      this.name,
      ...[this.cases, this.read, this.refused, this.faultCount].map(number),
      `${number(Math.round(this.peak / 2 ** 20))} MB`,
      slowest,
    ];
  }
}

const HEADINGS = ['part', 'cases', 'read', 'refused', 'faults', 'peak memory', 'slowest'];

/** Rows of a table in Markdown. */
export function tableOf(tallies) {
  const line = (cells) => `| ${cells.join(' | ')} |`;
  return [line(HEADINGS), `|---|${'--:|'.repeat(HEADINGS.length - 1)}`, ...tallies.map((tally) => line(tally.cells))].join('\n');
}
