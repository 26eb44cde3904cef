import { CmgError, type Measures, type NdArray } from '@cmg/core';

/** The index of the largest of `width` values from `offset` on; the first of several equal ones. */
function argMax(values: Float32Array, offset: number, width: number): number {
  let best = 0;
  for (let i = 1; i < width; i++) {
    if ((values[offset + i] as number) > (values[offset + best] as number)) best = i;
  }
  return best;
}

/** Counts of (true class, predicted class), [C][C]. */
function confusionMatrix(logits: NdArray<Float32Array>, targets: NdArray<Float32Array>, classes: number): number[][] {
  const matrix = Array.from({ length: classes }, () => new Array<number>(classes).fill(0));
  targets.data.forEach((target, i) => {
    const row = matrix[target] as number[];
    const predicted = argMax(logits.data, i * classes, classes);
    row[predicted] = (row[predicted] as number) + 1;
  });
  return matrix;
}

/**
 * Scores of a classifier, in percent.
 *
 * - `accuracy`: 100 mean[argmax = class]; the first class wins a tie.
 * - `meanPerClass`: the mean of the accuracy within each class that has a clip (balanced accuracy).
 *
 * Chance is a guess among the classes, 100 / C; the floor is the most frequent class of these clips in each of them.
 *
 * @param logits [N, C]
 * @param targets the class of each clip, [N]
 * @throws CmgError where there is no clip, or the shapes do not fit.
 */
export function classificationMeasures(
  logits: NdArray<Float32Array>,
  targets: NdArray<Float32Array>,
  classes: readonly string[],
): Measures {
  const [clips = 0] = targets.shape;
  const expected = [clips, classes.length];
  if (logits.shape.join() !== expected.join()) {
    throw new CmgError(`expected logits of shape [${expected.join(', ')}], got [${logits.shape.join(', ')}]`);
  }
  if (clips === 0) throw new CmgError('there is no clip to measure on');
  const confusion = confusionMatrix(logits, targets, classes.length);
  const correct = confusion.map((row, c) => row[c] as number);
  const perClass = confusion.map((row, c) => {
    const total = row.reduce((a, b) => a + b, 0);
    return total === 0 ? null : (100 * (correct[c] as number)) / total;
  });
  const present = perClass.filter((value) => value !== null);
  return {
    primary: 'accuracy',
    scores: {
      accuracy: (100 * correct.reduce((a, b) => a + b, 0)) / clips,
      meanPerClass: present.reduce((a, b) => a + b, 0) / present.length,
    },
    chance: 100 / classes.length,
    floors: { 'most frequent class': (100 * Math.max(...confusion.map((row) => row.reduce((a, b) => a + b, 0)))) / clips },
    perClip: Array.from(targets.data, (target, i) => (argMax(logits.data, i * classes.length, classes.length) === target ? 100 : 0)),
    perClass,
    confusion,
  };
}
