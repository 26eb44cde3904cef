import type { Decision } from '../classification/decisions.js';

/** The target of a clip whose class is unknown. */
export const UNKNOWN = -1;

/** Above every confidence. */
const REJECT_ALL = 2;

/** In [0, 1]; a part without a clip is 0. */
export interface OpenSetScores {
  /** Of the clips of known classes, the part that is accepted and classified correctly. */
  readonly known: number;
  /** Of the clips of unknown classes, the part that is rejected. */
  readonly unknown: number;
  /** The harmonic mean of the two. */
  readonly hScore: number;
}

/**
 * Scores at a threshold: a clip is rejected where the confidence is below it.
 *
 * @param targets the known class of each clip, or {@link UNKNOWN}
 */
export function scoresAt(threshold: number, decided: readonly Decision[], targets: ArrayLike<number>): OpenSetScores {
  const counts = { known: 0, right: 0, unknown: 0, rejected: 0 };
  decided.forEach(({ predicted, confidence }, clip) => {
    if (targets[clip] === UNKNOWN) {
      counts.unknown++;
      if (confidence < threshold) counts.rejected++;
    } else {
      counts.known++;
      if (confidence >= threshold && predicted === targets[clip]) counts.right++;
    }
  });
  const known = counts.known === 0 ? 0 : counts.right / counts.known;
  const unknown = counts.unknown === 0 ? 0 : counts.rejected / counts.unknown;
  return { known, unknown, hScore: known + unknown === 0 ? 0 : (2 * known * unknown) / (known + unknown) };
}

/** The candidate with the highest H-score; the lowest of equal ones. */
export function bestThreshold(candidates: readonly number[], decided: readonly Decision[], targets: ArrayLike<number>): number {
  const scored = candidates.map((threshold) => ({ threshold, ...scoresAt(threshold, decided, targets) }));
  return scored.reduce((best, next) => (next.hScore > best.hScore ? next : best)).threshold;
}

/** Every threshold that divides the clips differently. */
export function everyThreshold(decided: readonly Decision[]): number[] {
  const values = [...new Set(decided.map(({ confidence }) => confidence))].sort((a, b) => a - b);
  return [...values, REJECT_ALL];
}

/** Ten thresholds, evenly from the smallest to the largest confidence: those of the published protocol. */
export function publishedThresholds(decided: readonly Decision[]): number[] {
  const values = decided.map(({ confidence }) => confidence);
  const [low, high] = [Math.min(...values), Math.max(...values)];
  return Array.from({ length: 10 }, (_, k) => low + ((high - low) * k) / 9);
}

/**
 * Area under the ROC curve of telling known from unknown by confidence: the probability that a known clip has the higher one,
 * ties count half (Mann-Whitney U). It needs no threshold. 0.5 where one side has no clip.
 */
export function areaUnderRoc(decided: readonly Decision[], targets: ArrayLike<number>): number {
  const sorted = decided.map(({ confidence }, clip) => ({ confidence, known: targets[clip] !== UNKNOWN }));
  sorted.sort((a, b) => a.confidence - b.confidence);
  let [wins, unknownBelow] = [0, 0];
  for (let from = 0; from < sorted.length;) {
    let to = from;
    while (to < sorted.length && sorted[to]?.confidence === sorted[from]?.confidence) to++;
    const known = sorted.slice(from, to).filter((clip) => clip.known).length;
    const unknown = to - from - known;
    wins += known * (unknownBelow + unknown / 2);
    unknownBelow += unknown;
    from = to;
  }
  const pairs = unknownBelow * (sorted.length - unknownBelow);
  return pairs === 0 ? 0.5 : wins / pairs;
}
