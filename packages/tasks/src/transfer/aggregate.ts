import type { Measures } from '@cmg/core';
import type { Reads } from '../codes/reads.js';
import { spread, type Spread } from './spread.js';

/** What {@link aggregate} needs of a transfer's result. */
export interface Direction {
  readonly task: string;
  /** What the head reads of a segment; default: `codes`. */
  readonly reads?: Reads;
  readonly from: string;
  readonly to: string;
  readonly measures: Measures;
}

/** One direction over all seeds. */
export interface AggregatedDirection {
  readonly task: string;
  readonly reads: Reads;
  readonly from: string;
  readonly to: string;
  /** The number the task is judged by, a key of `scores`. */
  readonly primary: string;
  readonly scores: Readonly<Record<string, Spread>>;
  readonly chance: number;
}

/** Mean and standard deviation over seeds, for each task, what its head reads, and direction, in the order of first appearance. */
export function aggregate(results: readonly Direction[]): AggregatedDirection[] {
  const groups = new Map<string, Direction[]>();
  for (const result of results) {
    const key = JSON.stringify([result.task, result.reads, result.from, result.to]);
    groups.set(key, [...(groups.get(key) ?? []), result]);
  }
  return [...groups.values()].map(aggregateGroup);
}

function aggregateGroup(group: readonly Direction[]): AggregatedDirection {
  const { task, reads = 'codes', from, to, measures } = group[0] as Direction;
  const over = (name: string) => spread(group.map((result) => result.measures.scores[name] as number));
  const scores = Object.fromEntries(Object.keys(measures.scores).map((name) => [name, over(name)]));
  return { task, reads, from, to, primary: measures.primary, scores, chance: measures.chance };
}
