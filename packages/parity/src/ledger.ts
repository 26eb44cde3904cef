/**
 * What is compared, and how far it may be off: relative errors, of a tensor's norm where it is a tensor.
 *
 * Norms of gradients have five times the room of the gradients themselves, for they are those of all steps, and carry the
 * rounding of the steps before: the official attention over video is saturated (scores of 50,000), where float32 knows the
 * score, and with it the gradient, to some 1e-3 at best.
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

/** The errors of one quantity. */
export interface Entry {
  readonly quantity: Quantity;
  /** How many tensors or numbers were compared. */
  readonly compared: number;
  /** Infinity where one is no number, or nothing was compared. */
  readonly largest: number;
  /** Where the largest error is; empty where all are 0. */
  readonly where: string;
  readonly tolerance: number;
  readonly ok: boolean;
}

/** Collects errors by quantity. */
export class Ledger {
  private readonly errors = new Map<Quantity, { compared: number; largest: number; where: string }>();

  add(quantity: Quantity, error: number, where: string): void {
    const entry = this.errors.get(quantity) ?? { compared: 0, largest: 0, where: '' };
    const size = Number.isNaN(error) ? Infinity : error;
    entry.compared += 1;
    if (size > entry.largest) Object.assign(entry, { largest: size, where });
    this.errors.set(quantity, entry);
  }

  /** All quantities in the order of {@link TOLERANCES}. */
  get entries(): readonly Entry[] {
    return (Object.keys(TOLERANCES) as Quantity[]).map((quantity) => {
      const { compared, largest, where } = this.errors.get(quantity) ?? { compared: 0, largest: Infinity, where: 'not recorded' };
      const tolerance = TOLERANCES[quantity];
      return { quantity, compared, largest, where, tolerance, ok: largest <= tolerance };
    });
  }
}
