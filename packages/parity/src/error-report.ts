/**
 * What is compared, and the tolerances: relative errors, for tensors relative to the norm (see `compare-*.ts`).
 *
 * Norms of gradients have five times the tolerance of the gradients themselves, because they cover all steps and carry
 * the rounding of earlier ones: the official attention over video is saturated (scores of 50,000), where float32 determines the score, and
 * with it the gradient, to about 1e-3 at best.
 */
export const TOLERANCES = {
  'semantic features z': 1e-4,
  'specific features s': 1e-4,
  'quantised features q': 1e-4,
  'CLUB view c': 1e-4,
  'loss: reconstruction': 1e-4,
  'loss: commitment': 1e-4,
  'loss: CLUB bound': 1e-4,
  'loss: Cross-CPC': 1e-4,
  'loss: code matching': 1e-4,
  'loss: total': 1e-4,
  'CLUB log-likelihoods': 1e-4,
  'Cross-CPC accuracies': 1e-4,
  'clips that agree': 1e-4,
  'gradients, first step': 1e-3,
  'gradient norms': 5e-3,
  'codebook E': 1e-4,
  'EMA counts N': 1e-4,
  'EMA weights m': 1e-4,
  'batches since use': 1e-4,
  'final parameters': 1e-3,
} as const;

export type Quantity = keyof typeof TOLERANCES;

/** The errors of one quantity, represented by the one that is nearest to its tolerance, or farthest above it. */
export interface Entry {
  readonly quantity: Quantity;
  /** The number of tensors or numbers compared. */
  readonly compared: number;
  /** Infinity if it is NaN, or nothing was compared. */
  readonly error: number;
  readonly where: string;
  readonly tolerance: number;
  readonly ok: boolean;
}

interface Item {
  readonly where: string;
  readonly error: number;
}

/** Collects errors by quantity. */
export class ErrorReport {
  private readonly items = new Map<Quantity, Item[]>();

  /** @param where a name for the compared item, unique within a quantity */
  add(quantity: Quantity, error: number, where: string): void {
    const items = this.items.get(quantity) ?? [];
    items.push({ where, error: Number.isNaN(error) ? Infinity : error });
    this.items.set(quantity, items);
  }

  get ok(): boolean {
    return this.entries().every(({ ok }) => ok);
  }

  /** An error; 0 if nothing of that name was compared. */
  error(quantity: Quantity, where: string): number {
    return this.items.get(quantity)?.find((item) => item.where === where)?.error ?? 0;
  }

  /**
   * All quantities in the order of {@link TOLERANCES}.
   *
   * @param leeway tolerances of single errors that exceed that of their quantity
   */
  entries(leeway: (quantity: Quantity, where: string) => number = () => 0): readonly Entry[] {
    return (Object.keys(TOLERANCES) as Quantity[]).map((quantity) => {
      const judged = (this.items.get(quantity) ?? []).map(({ where, error }) => {
        const usual = TOLERANCES[quantity];
        const tolerance = error <= usual ? usual : Math.max(usual, leeway(quantity, where));
        return { quantity, where, error, tolerance, ok: error <= tolerance };
      });
      const nothing = { quantity, where: 'not recorded', error: Infinity, tolerance: TOLERANCES[quantity], ok: false };
      const worst = judged.reduce((a, b) => (b.error / b.tolerance > a.error / a.tolerance ? b : a), judged[0] ?? nothing);
      return { ...worst, compared: judged.length };
    });
  }
}
