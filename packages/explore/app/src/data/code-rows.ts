import type { RunCodes } from './run-codes.js';
import { placesOf } from './run-codes.js';

/** A code belongs to a modality that has more of its use than this; else it is mixed. The same as in a report. */
const OWNED = 0.8;

/** A code in a list or on the map. */
export interface CodeRow {
  readonly code: number;
  /** Segments of all modalities. */
  readonly count: number;
  /** Of the use of each modality, as if all had equally many segments; they sum to 1. */
  readonly parts: readonly number[];
  /** How evenly modalities use it: 1 if all do alike, 0 if one does alone. */
  readonly evenness: number;
  /** The number of the modality that it belongs to; -1: mixed; undefined: nobody uses it. */
  readonly owner: number | undefined;
  /** The class of most of its segments, -1 for background; undefined without labels. */
  readonly main: number | undefined;
  /** The share of the main class, in [0, 1]. */
  readonly purity: number;
}

export function codeRows(run: RunCodes): CodeRow[] {
  const { modalities, classes } = run;
  return Array.from({ length: run.codes }, (_, code): CodeRow => {
    const count = modalities.reduce((sum, { counts }) => sum + counts[code]!, 0);
    const total = modalities.reduce((sum, { shares }) => sum + shares[code]!, 0) || 1;
    const parts = modalities.map(({ shares }) => shares[code]! / total);
    const owner = count === 0 ? undefined : parts.findIndex((part) => part > OWNED);
    const byClass = classCounts(run, code);
    const labelled = byClass.reduce((sum, row) => sum + row.count, 0);
    const main = byClass.reduce<(typeof byClass)[number] | undefined>(
      (best, row) => (row.count > (best?.count ?? 0) ? row : best),
      undefined,
    );
    return {
      code,
      count,
      parts,
      evenness: evenness(parts),
      owner,
      main: classes.length > 0 ? main?.label : undefined,
      purity: main ? main.count / labelled : 0,
    };
  });
}

/** Entropy of shares, over its largest value. */
function evenness(parts: readonly number[]): number {
  if (parts.length < 2) return 0;
  return parts.reduce((sum, part) => (part > 0 ? sum - part * Math.log(part) : sum), 0) / Math.log(parts.length);
}

/** Segments of a code by class and modality; `label` -1 is background. */
export function classCounts({ modalities }: RunCodes, code: number): { label: number; count: number; each: number[] }[] {
  const counts = new Map<number, number[]>();
  for (const modality of modalities) {
    if (!modality.labels) continue;
    for (const place of placesOf(modality, code)) {
      const label = modality.labels[place]!;
      const each = counts.get(label) ?? modalities.map(() => 0);
      counts.set(label, each);
      each[modality.index]!++;
    }
  }
  return [...counts].map(([label, each]) => ({ label, each, count: each.reduce((a, b) => a + b, 0) })).sort((a, b) => b.count - a.count);
}
