import { readFileSync, readlinkSync } from 'node:fs';
import { basename } from 'node:path';

const COMPUTING = 0;
const ALLOWED = 1;
const THREAD = 2;
const CELLS = 3;
/** Milliseconds of the unit in which Linux counts what a thread computes. */
const UNIT = 10;

/** Shows another thread whether this one computes what may never end, and for how long it may. Waiting for a disk is not computing. */
export class Pulse {
  private readonly cells: Int32Array;

  /** @param memory of the pulse that another thread shows; by default a new one */
  constructor(readonly memory = new SharedArrayBuffer(4 * CELLS)) {
    this.cells = new Int32Array(memory);
  }

  /** Says that this thread is the one. */
  join(): void {
    try {
      Atomics.store(this.cells, THREAD, Number(basename(readlinkSync('/proc/thread-self'))));
    } catch {
      // not Linux
    }
  }

  /** @param ms how long what begins now may compute */
  begin(ms: number): void {
    Atomics.store(this.cells, ALLOWED, ms);
    Atomics.store(this.cells, COMPUTING, 1);
  }

  end(): void {
    Atomics.store(this.cells, COMPUTING, 0);
  }

  /** Runs what waits for a disk. */
  waiting<T>(action: () => T): T {
    const before = Atomics.exchange(this.cells, COMPUTING, 0);
    try {
      return action();
    } finally {
      Atomics.store(this.cells, COMPUTING, before);
    }
  }

  get isComputing(): boolean {
    return Atomics.load(this.cells, COMPUTING) === 1;
  }

  /** In ms. */
  get allowed(): number {
    return Atomics.load(this.cells, ALLOWED);
  }

  /** What the thread has computed in all, in ms, however many share the machine; by the clock where the system does not tell. */
  get computed(): number {
    try {
      const stat = readFileSync(`/proc/self/task/${Atomics.load(this.cells, THREAD)}/stat`, 'latin1');
      const fields = stat.slice(stat.lastIndexOf(')')).split(' ');
      return UNIT * (Number(fields[12]) + Number(fields[13]));
    } catch {
      return performance.now();
    }
  }
}
