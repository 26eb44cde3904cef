import { spread, type Spread } from '@cmg/tasks';
import type { ReportRun } from '../report-data.js';

/** A code belongs to a modality that has more of its use than this; else it is mixed. */
export const OWNED = 0.8;

/** How many codes in use belong to each modality, and how many are mixed, over seeds. */
export interface CodeOwners {
  /** In the order of the modalities. */
  readonly owned: readonly Spread[];
  readonly mixed: Spread;
  readonly used: Spread;
}

/** Shares are those of `SplitCodeUse`: as if all modalities had equally many segments. Null without a seed. */
export function codeOwners({ seeds }: Pick<ReportRun, 'seeds'>, modalities: readonly string[]): CodeOwners | null {
  if (seeds.length === 0) return null;
  const counts = seeds.map(({ codes }) => {
    const owned = modalities.map((name) => (codes.shares[name] ?? []).filter((share) => share > OWNED).length);
    return { owned, used: codes.usedByAny, mixed: codes.usedByAny - owned.reduce((a, b) => a + b, 0) };
  });
  return {
    owned: modalities.map((_, m) => spread(counts.map(({ owned }) => owned[m] as number))),
    mixed: spread(counts.map(({ mixed }) => mixed)),
    used: spread(counts.map(({ used }) => used)),
  };
}
