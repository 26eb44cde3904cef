import { CmgError, Random } from '@cmg/core';
import type { RecordedRun } from './recorded-run.js';

/** Recorded values for a named stream. */
type Draw = { readonly permutation: Int32Array } | { readonly offset: number };

/**
 * Recorded random numbers for the streams in the record; seeded ones for all others. (A reset draws donors in every step,
 * and uses none while no code is dead.) The comparison shows whether an unrecorded draw matters.
 */
export class RecordedRandom extends Random {
  private constructor(
    private readonly draws: ReadonlyMap<string, Draw>,
    seed = 0,
    private readonly path = '',
  ) {
    super(seed);
  }

  /**
   * The draws of all steps, under the names by which the objectives ask for them: CLUB's permutations, in the order in which
   * the official code computed its bounds, and the segment from which Cross-CPC predicts.
   *
   * @throws CmgError if a draw is missing or impossible
   */
  static of({ file, sizes }: RecordedRun): RecordedRandom {
    const draws = new Map<string, Draw>();
    for (const { step, draws: recorded, club_mi: bounds } of sizes.steps) {
      const where = `${file}: draws of step ${step}`;
      const permutations = recorded.flatMap(([kind, value]) => (kind === 'club_perm' ? [value] : []));
      const offsets = recorded.flatMap(([kind, value]) => (kind === 'cpc_t_minus_min' ? [value] : []));
      const modalities = Object.keys(bounds);
      const last = sizes.T - sizes.cpc_prediction_steps - 1 - sizes.cpc_min_start_steps;
      if (permutations.length !== modalities.length || !permutations.every((order) => isPermutation(order, sizes.batch))) {
        throw new CmgError(`expected ${modalities.length} permutations of ${sizes.batch} clips`, { where });
      }
      const [offset] = offsets;
      if (offset === undefined || offsets.length > 1 || offset > last) {
        throw new CmgError(`expected one cpc_t_minus_min from 0 to ${last}, got ${offsets.join(', ') || 'none'}`, { where });
      }
      modalities.forEach((m, i) => draws.set(`step/${step}/club/${m}`, { permutation: Int32Array.from(permutations[i] as number[]) }));
      draws.set(`step/${step}/cross-cpc`, { offset });
    }
    return new RecordedRandom(draws);
  }

  override fork(...labels: (string | number)[]): Random {
    const path = [...(this.path === '' ? [] : [this.path]), ...labels].join('/');
    return new RecordedRandom(this.draws, super.fork(...labels).seed, path);
  }

  override permutation(n: number): Int32Array {
    const draw = this.draws.get(this.path);
    return draw !== undefined && 'permutation' in draw ? draw.permutation : super.permutation(n);
  }

  override integer(low: number, high: number): number {
    const draw = this.draws.get(this.path);
    return draw !== undefined && 'offset' in draw ? low + draw.offset : super.integer(low, high);
  }
}

function isPermutation(order: readonly number[], n: number): boolean {
  return order.length === n && new Set(order).size === n && order.every((index) => index < n);
}
