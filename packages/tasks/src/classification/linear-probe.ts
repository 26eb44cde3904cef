import { type ClipValues, type Dataset, forModality, type Measures, type NdArray, type TaskSource } from '@cmg/core';
import { Adam } from '@cmg/nn';
import { compile } from '@cmg/runtime';
import * as tf from '@tensorflow/tfjs';
import { clipsAtATime } from '../codes/clips-at-a-time.js';
import { splitOf } from '../transfer/split-of.js';
import type { TransferOptions } from '../transfer/transfer-options.js';
import { sigmoidCrossEntropy } from '../localisation/localisation-loss.js';
import { clipClasses } from './clip-classes.js';
import { clipEvents } from './clip-events.js';
import { classificationMeasures } from './classification-measures.js';
import { severalEventsMeasures } from './several-events-measures.js';

const STEPS = 200;
const LEARNING_RATE = 0.01;
/** Most clips read at a time. */
const BATCH = 256;
/** Factors of half the squared weights; the validation split chooses one. */
const PENALTIES = [1, 0.1, 0.01, 0.001];
/** Added to variances, so that a feature that is constant in training stays finite. */
const EPSILON = 1e-5;

/** The clips of a split. */
interface Clips {
  /** Mean of each clip's segments, [N, F]. */
  readonly features: Float32Array;
  /** The class of each clip, [N], or those that it shows, [N, C]. */
  readonly targets: NdArray<Float32Array>;
}

/** What a clip's targets are, a class or the classes that it shows. */
export interface ProbeLoss {
  readonly targets: (source: Pick<TaskSource, 'dataset' | 'split' | 'modality'>) => Promise<ClipValues>;
  /** Mean over clips of what logits [N, C] lose, for targets [N, C], 1 or 0. */
  readonly loss: (logits: tf.Tensor2D, targets: tf.Tensor2D) => tf.Scalar;
  readonly measure: (logits: NdArray<Float32Array>, targets: NdArray<Float32Array>, classes: readonly string[]) => Measures;
}

/** One class each: multinomial logistic regression. */
export const ONE_CLASS: ProbeLoss = {
  targets: clipClasses,
  loss: (logits, targets) => tf.losses.softmaxCrossEntropy(targets, logits).asScalar(),
  measure: classificationMeasures,
};

/** Several classes: a logistic regression for each. */
export const SEVERAL_CLASSES: ProbeLoss = {
  targets: clipEvents,
  loss: (logits, targets) => tf.mul(sigmoidCrossEntropy(logits, targets), logits.shape[1]),
  measure: severalEventsMeasures,
};

/**
 * The primary score, in percent, of logistic regression on raw features, with the labels of the modality that is measured.
 *
 * x_i = mean over the segments that clip i has, standardised by mean and deviation of the training clips;
 * min over W, b of mean_i loss(x_i W + b, y_i) + l/2 |W|^2, by 200 steps of Adam from 0 on all training clips. Of l = 1, .1, .01
 * and .001 the best on the validation split counts, or on the training clips where there are no labels of it.
 *
 * @throws CmgError where a split lacks labels or the modality
 */
export async function linearProbe(
  dataset: Dataset,
  modality: string,
  { trainSplit, validationSplit, testSplit }: Pick<TransferOptions, 'trainSplit' | 'validationSplit' | 'testSplit'>,
  kind: ProbeLoss = ONE_CLASS,
): Promise<number> {
  const read = (split: string) => readClips(dataset, split, modality, kind);
  const train = await read(splitOf(trainSplit, modality));
  const test = await read(splitOf(testSplit, modality));
  const chooses = splitOf(validationSplit, modality);
  const labelled = dataset.splits[chooses] !== undefined && (dataset.labelledSplits?.includes(chooses) ?? true);
  const validation = labelled ? await read(chooses) : undefined;
  const all = validation === undefined ? [train, test] : [train, test, validation];
  standardise(all, train.features.length / clipsOf(train));
  let best = { chosenBy: -1, measured: 0 };
  for (const penalty of PENALTIES) {
    const [onTrain, measured, onValidation] = await scores(all as [Clips, Clips, Clips?], dataset.classes, kind, penalty);
    const chosenBy = onValidation ?? onTrain;
    if (chosenBy > best.chosenBy) best = { chosenBy, measured };
  }
  return best.measured;
}

const clipsOf = ({ targets: { shape } }: Clips) => shape[0] as number;

async function readClips(dataset: Dataset, split: string, modality: string, kind: ProbeLoss): Promise<Clips> {
  const shape = forModality(dataset.featureShapes, modality);
  const width = shape.reduce((a, b) => a * b, 1);
  const { segments } = dataset;
  const labels = await kind.targets({ dataset, split, modality });
  const lengths = dataset.lengths?.(split, modality);
  const having = Int32Array.from({ length: labels.clips }, (_, clip) => clip).filter((clip) => lengths?.[clip] !== 0);
  const targets = await labels.read(having);
  const features = new Float32Array(having.length * width);
  const atATime = clipsAtATime([segments, ...shape], BATCH);
  for (let first = 0; first < having.length; first += atATime) {
    const rows = having.subarray(first, first + atATime);
    const { data } = await dataset.read(split, modality, rows);
    for (let i = 0; i < data.length; i++) {
      const clip = Math.floor(i / (segments * width));
      const length = lengths?.[rows[clip] as number] ?? segments;
      if (i % (segments * width) >= length * width) continue;
      const at = (first + clip) * width + (i % width);
      features[at] = (features[at] as number) + (data[i] as number) / length;
    }
  }
  return { features, targets };
}

/** In place, by the mean and the deviation of the first. */
function standardise(all: readonly Clips[], width: number): void {
  const { features: train } = all[0] as Clips;
  const clips = train.length / width;
  for (let f = 0; f < width; f++) {
    let [sum, squares] = [0, 0];
    for (let i = f; i < train.length; i += width) {
      sum += train[i] as number;
      squares += (train[i] as number) ** 2;
    }
    const mean = sum / clips;
    const scale = 1 / Math.sqrt(Math.max(squares / clips - mean * mean, 0) + EPSILON);
    for (const { features } of all) for (let i = f; i < features.length; i += width) features[i] = ((features[i] as number) - mean) * scale;
  }
}

/** Fits to the first, and measures on each. */
async function scores(
  all: readonly [Clips, Clips, Clips?],
  classes: readonly string[],
  { loss, measure }: ProbeLoss,
  penalty: number,
): Promise<[number, number, number?]> {
  const [train] = all;
  const width = train.features.length / clipsOf(train);
  const weight = tf.tidy(() => tf.variable(tf.zeros<tf.Rank.R2>([width, classes.length])));
  const bias = tf.tidy(() => tf.variable(tf.zeros<tf.Rank.R1>([classes.length])));
  const inputs = all.map((clips) => tf.tensor2d((clips as Clips).features, [clipsOf(clips as Clips), width]));
  const targets = columns(train.targets, classes.length);
  const parameters = new Map<string, tf.Variable>([
    ['weight', weight],
    ['bias', bias],
  ]);
  const adam = new Adam(parameters, { learningRate: LEARNING_RATE });
  const objective = () => {
    const mean = loss(tf.add(tf.matMul(inputs[0] as tf.Tensor2D, weight), bias), targets);
    return tf.add(mean, tf.mul(tf.sum(tf.square(weight)), penalty / 2)).asScalar();
  };
  const step = compile(() => adam.minimize(objective), { constants: [inputs[0] as tf.Tensor, targets] });
  try {
    for (let i = 0; i < STEPS; i++) tf.dispose(step.run({}));
    const measured: number[] = [];
    for (const [i, x] of inputs.entries()) {
      const logits = tf.tidy(() => tf.add<tf.Tensor2D>(tf.matMul(x, weight), bias));
      const data = (await logits.data()) as Float32Array;
      const { scores, primary } = measure({ data, shape: logits.shape }, (all[i] as Clips).targets, classes);
      measured.push(scores[primary] as number);
      logits.dispose();
    }
    return measured as [number, number, number?];
  } finally {
    step.dispose();
    adam.dispose();
    tf.dispose([weight, bias, targets, ...inputs]);
  }
}

/** [N] classes or [N, C] ones -> [N, C], 1 or 0. */
function columns({ data, shape }: NdArray<Float32Array>, classes: number): tf.Tensor2D {
  if (shape.length === 2) return tf.tensor2d(data, shape as [number, number]);
  const ones = new Float32Array(data.length * classes); // tf.oneHot refuses a single class
  data.forEach((label, clip) => (ones[clip * classes + label] = 1));
  return tf.tensor2d(ones, [data.length, classes]);
}
