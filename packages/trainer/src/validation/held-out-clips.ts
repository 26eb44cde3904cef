import { CmgError, type Dataset, Random, type RunConfig } from '@cmg/core';
import { participants } from '../model/participants.js';
import { lengthsOf, rowsWithAny } from '../training/presence.js';

/** Splits that are validated on unless the config names one, where the data has them. */
const USUAL = ['val', 'validation'];

/** Clips that are not trained on. */
export interface HeldOutClips {
  readonly split: string;
  /** Rows of the split, batch by batch. */
  readonly batches: readonly Int32Array[];
}

/**
 * The held-out clips of a run: at most `validation.clips`, drawn from the seed, in whole batches of the run's size (or one smaller batch,
 * where there are fewer), of those that have any of the run's modalities. Of clips that share a recording one is taken, so that each has one right answer. Undefined where there is nothing to
 * validate on: the config does not want it, or names no split and the data has no `val` or `validation` with all of the run's modalities.
 *
 * @throws CmgError where the config names a split that the data lacks, that is trained on, or that lacks a modality
 */
export function heldOutClips(config: RunConfig, dataset: Dataset): HeldOutClips | undefined {
  const { seed, training } = config;
  const { clips: most, split: named } = training.validation;
  if (most === 0) return undefined;
  const names = participants(config);
  const lacking = (split: string) => names.filter((m) => dataset.splitModalities?.[split]?.includes(m) === false);
  const split = named ?? USUAL.find((name) => (dataset.splits[name] ?? 0) > 1 && name !== training.split && lacking(name).length === 0);
  if (split === undefined) return undefined;
  const problem = problemOf(split, training.split, dataset, lacking(split));
  if (problem !== undefined) {
    throw new CmgError(problem, {
      kind: 'usage',
      where: 'training.validation.split',
      hint: `The data has: ${Object.keys(dataset.splits).join(', ')}. Set training.validation.clips to 0 to validate on none.`,
    });
  }
  const rows = distinctRows(dataset, split, names, new Random(seed).fork('validation'), most);
  const size = Math.min(training.batchSize, rows.length);
  const batches = Array.from({ length: Math.floor(rows.length / size) }, (_, i) => Int32Array.from(rows.slice(i * size, (i + 1) * size)));
  return { split, batches };
}

function problemOf(split: string, trained: string, { splits }: Dataset, lacking: readonly string[]): string | undefined {
  if (split === trained) return `'${split}' is trained on`;
  if (splits[split] === undefined) return `the data set has no split '${split}'`;
  if (splits[split] < 2) return `the split '${split}' has fewer than two clips`;
  return lacking.length > 0 ? `the split '${split}' has no ${lacking.join(', ')}` : undefined;
}

function distinctRows(dataset: Dataset, split: string, modalities: readonly string[], random: Random, most: number): number[] {
  const recordings = modalities.flatMap((m) => dataset.recordings?.(split, m) ?? []);
  const seen = recordings.map(() => new Set<number>());
  const rows: number[] = [];
  const having = new Set(rowsWithAny(lengthsOf({ dataset, split, modalities })) ?? []);
  for (const row of random.permutation(dataset.splits[split] as number)) {
    if (rows.length === most) break;
    if (having.size > 0 && !having.has(row)) continue;
    if (recordings.some((numbers, i) => seen[i]?.has(numbers[row] as number))) continue;
    recordings.forEach((numbers, i) => seen[i]?.add(numbers[row] as number));
    rows.push(row);
  }
  return rows;
}
