import { Random } from '@cmg/core';
import { spread } from '@cmg/tasks';
import type { ReportRun, ReportSeed } from '../report-data.js';
import type { Pair } from './headline-table.js';

/** By how much a row differs from another in the mean of its transfers, in percent points. */
export interface Difference {
  readonly mean: number;
  /** What holds 95 % of resampled differences; null where there is nothing to resample. */
  readonly interval: readonly [low: number, high: number] | null;
}

type Transfer = ReportSeed['transfer'][number];

/** The two results of one seed and one direction. */
type Match = readonly [own: Transfer, other: Transfer];

const REPLICATES = 2000;

/**
 * The difference of a row and another in the mean of all transfers, with a paired bootstrap interval: seeds that both have and clips are
 * drawn with replacement, the same for both rows and in all directions. For tasks whose score is no mean over clips, pairs of seed and
 * direction are drawn.
 *
 * Efron & Tibshirani 1993, "An Introduction to the Bootstrap", chapter 13 (percentile intervals).
 *
 * @returns null where they have no seed and direction in common
 */
export function difference(row: ReportRun, other: ReportRun, task: string, transfers: readonly Pair[]): Difference | null {
  const seeds = matches(row, other, task, transfers);
  const all = seeds.flat();
  if (all.length === 0) return null;
  const mean = spread(all.map(differenceOf)).mean;
  const byClips = all.every(
    ([own, second]) => own.measures.perClip !== undefined && own.measures.perClip.length === second.measures.perClip?.length,
  );
  const random = new Random(0).fork('bootstrap', task, row.label, other.label);
  const drawn = byClips ? drawClips(seeds, random) : drawDirections(all, random);
  return { mean, interval: drawn.length === 0 ? null : [quantile(drawn, 0.025), quantile(drawn, 0.975)] };
}

const scoreOf = ({ measures }: Transfer): number => measures.scores[measures.primary] as number;
const differenceOf = ([own, other]: Match): number => scoreOf(own) - scoreOf(other);

/** For each common seed, the results of all directions; seeds in which one of them lacks a direction are left out. */
function matches(row: ReportRun, other: ReportRun, task: string, transfers: readonly Pair[]): Match[][] {
  return row.seeds.flatMap((own) => {
    const second = other.seeds.find(({ seed }) => seed === own.seed);
    if (second === undefined) return [];
    const find = ({ transfer }: ReportSeed, { from, to }: Pair) =>
      transfer.find((result) => result.task === task && result.from === from && result.to === to);
    const pairs = transfers.flatMap((pair): Match[] => {
      const [a, b] = [find(own, pair), find(second, pair)];
      return a && b ? [[a, b]] : [];
    });
    return pairs.length === transfers.length && pairs.length > 0 ? [pairs] : [];
  });
}

/** Directions that are measured on the same clips draw the same ones. */
function drawClips(seeds: readonly (readonly Match[])[], random: Random): number[] {
  const groups = new Map<string, Float64Array[]>();
  seeds.forEach((pairs, s) => {
    for (const [{ split, measures }, other] of pairs) {
      const [own, second] = [measures.perClip as readonly number[], other.measures.perClip as readonly number[]];
      const key = JSON.stringify([split, own.length]);
      const group = groups.get(key) ?? seeds.map(() => new Float64Array(own.length));
      groups.set(key, group);
      const sums = group[s] as Float64Array;
      for (let clip = 0; clip < own.length; clip++)
        sums[clip] = (sums[clip] as number) + ((own[clip] as number) - (second[clip] as number)) / pairs.length;
    }
  });
  return Array.from({ length: REPLICATES }, (_, replicate) => {
    const draw = random.fork(replicate);
    const chosen = seeds.map(() => draw.integer(0, seeds.length));
    let sum = 0;
    for (const group of groups.values()) {
      const clips = group[0]?.length ?? 0;
      for (let i = 0; i < clips; i++) {
        const clip = draw.integer(0, clips);
        for (const seed of chosen) sum += (group[seed]?.[clip] as number) / (clips * seeds.length);
      }
    }
    return sum;
  });
}

/** None from a single pair. */
function drawDirections(all: readonly Match[], random: Random): number[] {
  if (all.length < 2) return [];
  const values = all.map(differenceOf);
  return Array.from({ length: REPLICATES }, (_, replicate) => {
    const draw = random.fork(replicate);
    return spread(values.map(() => values[draw.integer(0, values.length)] as number)).mean;
  });
}

function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] as number;
}
