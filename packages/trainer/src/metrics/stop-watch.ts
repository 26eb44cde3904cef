/** Sums the milliseconds between laps, by the name of what ended. */
export class StopWatch<Phase extends string> {
  private last = performance.now();
  private readonly sums = new Map<Phase, number>();

  /** Begins a lap, without counting the time since the last. */
  start(): void {
    this.last = performance.now();
  }

  /** Ends the lap that is running as one of `phase`, and begins the next. */
  lap(phase: Phase): void {
    const now = performance.now();
    this.sums.set(phase, (this.sums.get(phase) ?? 0) + now - this.last);
    this.last = now;
  }

  /** Milliseconds by phase since the last call. */
  take(): ReadonlyMap<Phase, number> {
    const sums = new Map(this.sums);
    this.sums.clear();
    return sums;
  }
}
