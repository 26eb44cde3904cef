import type { PickleValue } from './pickle-value.js';

/** What a pickle remembers, by number: numbers that follow each other, as Python's do, take eight bytes each. */
export class PickleMemo {
  private readonly dense: PickleValue[] = [];
  private readonly sparse = new Map<number, PickleValue>();

  /** How many numbers are taken. */
  get size(): number {
    return this.dense.length + this.sparse.size;
  }

  /** How many numbers are taken out of turn; each costs many times more. */
  get outOfTurn(): number {
    return this.sparse.size;
  }

  get(index: number): PickleValue | undefined {
    return index < this.dense.length ? this.dense[index] : this.sparse.get(index);
  }

  set(index: number, value: PickleValue): void {
    if (index < this.dense.length) this.dense[index] = value;
    else if (index === this.dense.length) this.dense.push(value);
    else this.sparse.set(index, value);
  }
}
