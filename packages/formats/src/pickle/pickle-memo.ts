import type { PickleValue } from './pickle-value.js';

/** Binary digits of a number that tell its place on a page: pages, unlike one long array, are never copied into a longer one. */
const PAGE_BITS = 16;
const IN_PAGE = 2 ** PAGE_BITS - 1;

/** What a pickle remembers, by number: numbers that follow each other, as Python's do, take eight bytes each. */
export class PickleMemo {
  private readonly pages: PickleValue[][] = [];
  /** How many numbers follow each other. */
  private length = 0;
  private readonly sparse = new Map<number, PickleValue>();

  /** How many numbers are taken. */
  get size(): number {
    return this.length + this.sparse.size;
  }

  /** How many numbers are taken out of turn; each costs many times more. */
  get outOfTurn(): number {
    return this.sparse.size;
  }

  get(index: number): PickleValue | undefined {
    return index < this.length ? this.pages[index >>> PAGE_BITS]?.[index & IN_PAGE] : this.sparse.get(index);
  }

  set(index: number, value: PickleValue): void {
    if (index > this.length) {
      this.sparse.set(index, value);
      return;
    }
    const page = (this.pages[index >>> PAGE_BITS] ??= []);
    page[index & IN_PAGE] = value;
    if (index === this.length) this.length++;
  }
}
