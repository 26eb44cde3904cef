import { CmgError, type Measures, type NdArray } from '@cmg/core';
import { eventFScore, segmentFScore } from './benchmark-scores.js';
import { type EventMask, eventMask } from './event-mask.js';
import type { LocalisationOptions } from './localisation-options.js';
import { batchPrecisionRecall, countSegments, precisionRecall } from './precision-recall.js';
import { timelines } from './timelines.js';

/** What the scores depend on. */
export type LocalisationSettings = Pick<LocalisationOptions, 'primary' | 'background' | 'average' | 'batchSize' | 'show'>;

/**
 * Scores of a localiser, in percent; a class is predicted where its logit is above the threshold.
 *
 * - `precision`, `recall`, `f1`: of segments, micro average over classes, over the split or as a mean over batches.
 * - `segmentF`, `eventF`: the F-scores of the LLP benchmark, without background.
 *
 * Chance is the primary score of naming the most frequent of the counted classes in every segment. The floor is that of the classes of
 * each clip in every segment: what is right about a clip and needs no sense of time.
 *
 * @param logits [N, T, C + 1], background last
 * @param targets [N, T, C + 1], 0 or 1
 * @param threshold a logit; 0 is a probability of one half
 * @throws CmgError where there is no clip, or the shapes do not fit.
 */
export function localisationMeasures(
  logits: NdArray<Float32Array>,
  targets: NdArray<Float32Array>,
  classes: readonly string[],
  settings: LocalisationSettings,
  threshold = 0,
): Measures {
  const [clips = 0, segments = 0] = targets.shape;
  const expected = [clips, segments, classes.length + 1];
  for (const { shape } of [targets, logits]) {
    if (shape.join() !== expected.join()) throw new CmgError(`expected shape [${expected.join(', ')}], got [${shape.join(', ')}]`);
  }
  if (clips === 0) throw new CmgError('there is no clip to measure on');
  const [predicted, truth] = [eventMask(logits, threshold), eventMask(targets, 0.5)];
  const { primary, show } = settings;
  const perClass = scoresPerClass(predicted, truth, classes.length, primary);
  return {
    primary,
    scores: scoresOf(predicted, truth, classes.length, settings),
    chance: scoresOf(constantGuess(truth, classes.length, settings), truth, classes.length, settings)[primary] as number,
    floors: { "the clip's classes everywhere": scoresOf(everywhere(truth), truth, classes.length, settings)[primary] as number },
    ...(perClass && { perClass }),
    timelines: timelines(logits, predicted, truth, classes, show),
  };
}

/** Probabilities among which a threshold is chosen: 0.05, 0.1, ... 0.95. */
const PROBABILITIES = Array.from({ length: 19 }, (_, i) => (i + 1) / 20);

/** The threshold with the highest primary score, as a logit; of equal ones the nearest to a probability of one half. */
export function bestLocalisationThreshold(
  logits: NdArray<Float32Array>,
  targets: NdArray<Float32Array>,
  classes: number,
  settings: LocalisationSettings,
): number {
  const truth = eventMask(targets, 0.5);
  const candidates = [...PROBABILITIES].sort((a, b) => Math.abs(a - 0.5) - Math.abs(b - 0.5)).map((p) => Math.log(p / (1 - p)));
  const scored = candidates.map((threshold) => ({
    threshold,
    score: scoresOf(eventMask(logits, threshold), truth, classes, settings)[settings.primary] as number,
  }));
  return scored.reduce((best, next) => (next.score > best.score ? next : best)).threshold;
}

function scoresOf(predicted: EventMask, truth: EventMask, classes: number, settings: LocalisationSettings): Record<string, number> {
  const { background, average, batchSize } = settings;
  const columns = background ? classes + 1 : classes;
  const segments =
    average === 'batch'
      ? batchPrecisionRecall(predicted, truth, columns, batchSize)
      : precisionRecall(countSegments(predicted, truth, columns));
  const scores = {
    ...segments,
    segmentF: segmentFScore(predicted, truth, classes),
    eventF: eventFScore(predicted, truth, classes),
  };
  return Object.fromEntries(Object.entries(scores).map(([name, score]) => [name, 100 * score]));
}

/** The most frequent of the classes that the primary score counts, in every segment. */
function constantGuess(truth: EventMask, classes: number, { primary, background }: LocalisationSettings): EventMask {
  const counted = background && (primary === 'f1' || primary === 'precision') ? classes + 1 : classes;
  const frequency = countSegments(truth, truth, counted).map((counts) => counts.truth);
  const guess = frequency.indexOf(Math.max(...frequency));
  return { ...truth, data: truth.data.map((_, i) => (i % truth.width === guess ? 1 : 0)) };
}

/** Each class of a clip in all its segments; background where a clip has nothing else. */
function everywhere({ data, clips, segments, width }: EventMask): EventMask {
  const marked = new Uint8Array(data.length);
  for (let clip = 0; clip < clips; clip++) {
    const rows = Array.from({ length: segments }, (_, t) => (clip * segments + t) * width);
    const has = Array.from({ length: width - 1 }, (_, column) => rows.some((row) => data[row + column] === 1));
    const answer = [...has, !has.includes(true)];
    for (const row of rows) for (const [column, present] of answer.entries()) marked[row + column] = present ? 1 : 0;
  }
  return { data: marked, clips, segments, width };
}

/** Precision or F1 within each class; the benchmark's scores are means over clips and have none. */
function scoresPerClass(
  predicted: EventMask,
  truth: EventMask,
  classes: number,
  primary: LocalisationSettings['primary'],
): (number | null)[] | undefined {
  if (primary !== 'f1' && primary !== 'precision') return undefined;
  return countSegments(predicted, truth, classes).map((counts) => (counts.truth === 0 ? null : 100 * precisionRecall([counts])[primary]));
}
