import type { EventMask } from './event-mask.js';

/** In [0, 1]. */
export interface PrecisionRecall {
  readonly precision: number;
  readonly recall: number;
  readonly f1: number;
}

/** How often a class is predicted, true, and both. */
export interface Counts {
  readonly predicted: number;
  readonly truth: number;
  readonly both: number;
}

/** Counts of each of the first `columns` classes over the clips [from, to), [columns]. */
export function countSegments(predicted: EventMask, truth: EventMask, columns: number, from = 0, to = truth.clips): Counts[] {
  const { segments, width } = truth;
  return Array.from({ length: columns }, (_, column) => {
    const counts = { predicted: 0, truth: 0, both: 0 };
    for (let at = from * segments * width + column; at < to * segments * width; at += width) {
      const [guess, real] = [predicted.data[at] as number, truth.data[at] as number];
      counts.predicted += guess;
      counts.truth += real;
      counts.both += guess * real;
    }
    return counts;
  });
}

/**
 * Micro average over classes: precision = both / predicted, recall = both / truth, F1 their harmonic mean. What has no
 * denominator is 0: precision without a prediction, recall without a truth, F1 without a hit.
 */
export function precisionRecall(counts: readonly Counts[]): PrecisionRecall {
  const total = (key: keyof Counts) => counts.reduce((sum, count) => sum + count[key], 0);
  return withF1(ratio(total('both'), total('predicted')), ratio(total('both'), total('truth')));
}

/**
 * As the official AVVP script has it: precision and recall of each batch, averaged with the batches' sizes as weights; F1 from
 * the averages. A batch without a prediction has precision and recall 0.
 */
export function batchPrecisionRecall(predicted: EventMask, truth: EventMask, columns: number, batchSize: number): PrecisionRecall {
  let [precision, recall] = [0, 0];
  for (let from = 0; from < truth.clips; from += batchSize) {
    const to = Math.min(from + batchSize, truth.clips);
    const batch = precisionRecall(countSegments(predicted, truth, columns, from, to));
    precision += (batch.precision * (to - from)) / truth.clips;
    recall += (batch.recall * (to - from)) / truth.clips;
  }
  return withF1(precision, recall);
}

const ratio = (part: number, whole: number) => (whole === 0 ? 0 : part / whole);

const withF1 = (precision: number, recall: number): PrecisionRecall => ({
  precision,
  recall,
  f1: ratio(2 * precision * recall, precision + recall),
});
