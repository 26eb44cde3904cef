import type { ValidationRecord } from '@cmg/core';
import { sumOf } from './validator.js';

/** The best value of a term so far. */
export interface BestTerm {
  readonly value: number;
  /** Steps done when it was reached. */
  readonly step: number;
  /** Validations since then. */
  readonly since: number;
}

/** `retrieval`, `loss` (the weighted sum) or the name of an objective (the sum of its losses). */
function valueOf({ retrieval, total, losses }: ValidationRecord, term: string): number {
  if (term === 'retrieval') return retrieval?.mean ?? NaN;
  return term === 'loss' ? total : sumOf(losses, term);
}

/** Retrieval is the better the higher it is, losses the lower. */
const isBetter = (term: string, value: number, than: number) => (term === 'retrieval' ? value > than : value < than);

/** Follows the terms of validation by which checkpoints are chosen and training is stopped. */
export class BestTerms {
  private terms = new Map<string, BestTerm>();

  constructor(private readonly names: readonly string[]) {}

  get(name: string): BestTerm | undefined {
    return this.terms.get(name);
  }

  /** What a checkpoint records. */
  get state(): Readonly<Record<string, BestTerm>> {
    return Object.fromEntries(this.terms);
  }

  /** Goes on from what a checkpoint has recorded. */
  restore(state: Readonly<Record<string, BestTerm>> = {}): void {
    this.terms = new Map(Object.entries(state).filter(([name]) => this.names.includes(name)));
  }

  add(validation: ValidationRecord, step: number): void {
    for (const name of this.names) {
      const best = this.terms.get(name);
      const value = valueOf(validation, name);
      if (Number.isFinite(value) && (best === undefined || isBetter(name, value, best.value)))
        this.terms.set(name, { value, step, since: 0 });
      else if (best !== undefined) this.terms.set(name, { ...best, since: best.since + 1 });
    }
  }
}
