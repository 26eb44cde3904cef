import type { NdArray } from '@cmg/core';

/** What a classifier says of a clip. */
export interface Decision {
  /** The most probable class; the first of equal ones. */
  readonly predicted: number;
  /** Its softmax probability, how sure the classifier is; in single precision, as a threshold is saved. */
  readonly confidence: number;
}

/**
 * The most probable class of each clip and its probability, the maximum softmax probability of Hendrycks and Gimpel, "A Baseline
 * for Detecting Misclassified and Out-of-Distribution Examples in Neural Networks" (ICLR 2017).
 *
 * @param logits [N, C]
 */
export function decisions({ data, shape: [clips = 0, classes = 0] }: NdArray<Float32Array>): Decision[] {
  return Array.from({ length: clips }, (_, clip) => {
    const own = data.subarray(clip * classes, (clip + 1) * classes);
    const predicted = own.indexOf(Math.max(...own));
    const largest = own[predicted] as number;
    return { predicted, confidence: Math.fround(1 / own.reduce((sum, logit) => sum + Math.exp(logit - largest), 0)) };
  });
}
