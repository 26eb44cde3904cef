import { CmgError, type Measures, type NdArray } from '@cmg/core';
import { averagePrecision } from '../ranking/average-precision.js';

/**
 * Scores of a classifier of clips that show several events, in percent.
 *
 * - `mAP`: average precision of ranking the clips by each class, mean over the classes that a clip shows (macro average).
 * - `f1`: over all clips and classes together (micro average), a class being predicted where its logit is above 0.
 * - `f1PerClass`: the mean of the F1 within each class that a clip shows (macro average).
 *
 * As scikit-learn defines them. Chance is a random ranking: the share of clips that show a class, mean over classes.
 *
 * @param logits [N, C]
 * @param targets [N, C], 1 or 0
 * @throws CmgError where no clip shows a class, or the shapes do not fit.
 */
export function severalEventsMeasures(logits: NdArray<Float32Array>, targets: NdArray<Float32Array>, classes: readonly string[]): Measures {
  const [clips = 0] = targets.shape;
  const expected = [clips, classes.length].join(', ');
  for (const { shape } of [targets, logits]) {
    if (shape.join(', ') !== expected) throw new CmgError(`expected shape [${expected}], got [${shape.join(', ')}]`);
  }
  const columns = classes.map((_, column) => scoresOfClass(columnOf(logits, column), columnOf(targets, column)));
  const present = columns.filter(({ truth }) => truth > 0);
  if (present.length === 0) throw new CmgError('no clip shows an event to measure on');
  const mean = (value: (scores: ClassScores) => number) => (100 * present.reduce((sum, scores) => sum + value(scores), 0)) / present.length;
  const total = (key: 'truth' | 'predicted' | 'both') => columns.reduce((sum, scores) => sum + scores[key], 0);
  return {
    primary: 'mAP',
    scores: {
      mAP: mean(({ precision }) => precision),
      f1: 100 * f1Of({ truth: total('truth'), predicted: total('predicted'), both: total('both') }),
      f1PerClass: mean(f1Of),
    },
    chance: mean(({ truth }) => truth / clips),
    perClass: columns.map(({ truth, precision }) => (truth === 0 ? null : 100 * precision)),
  };
}

interface Counts {
  readonly truth: number;
  readonly predicted: number;
  readonly both: number;
}

interface ClassScores extends Counts {
  /** Average precision; 0 if no clip shows the class. */
  readonly precision: number;
}

function scoresOfClass(logits: Float32Array, truth: Float32Array): ClassScores {
  const shows = logits.filter((_, clip) => truth[clip] === 1);
  const above = (values: Float32Array) => values.filter((logit) => logit > 0).length;
  return {
    truth: shows.length,
    predicted: above(logits),
    both: above(shows),
    precision: shows.length === 0 ? 0 : averagePrecision(shows, logits.slice().sort()),
  };
}

/** 2 both / (predicted + truth); 0 without either. */
const f1Of = ({ truth, predicted, both }: Counts) => (truth + predicted === 0 ? 0 : (2 * both) / (truth + predicted));

const columnOf = ({ data, shape: [rows = 0, width = 0] }: NdArray<Float32Array>, column: number) =>
  Float32Array.from({ length: rows }, (_, row) => data[row * width + column] as number);
