import { readFileSync } from 'node:fs';
import { classificationMeasures, localisation, localisationMeasures, type LocalisationOptions, openSetMeasures } from '../src/index.js';
import { severalEventsMeasures } from '../src/classification/several-events-measures.js';
import { decisions } from '../src/classification/decisions.js';
import { bestThreshold, everyThreshold, publishedThresholds, scoresAt } from '../src/open-set/rejection.js';

/** By scikit-learn, SciPy and NumPy: tests/fixtures/metrics.py. */
const fixtures = JSON.parse(readFileSync(new URL('fixtures/metrics.json', import.meta.url), 'utf8')) as {
  classification: { name: string; logits: number[][]; truth: number[]; accuracy: number; meanPerClass: number; confusion: number[][] }[];
  localisation: {
    name: string;
    shape: number[];
    logits: number[];
    truth: number[];
    batch: number;
    withBackground: number[];
    withoutBackground: number[];
    batchMeans: number[];
    f1PerClass: (number | null)[];
    segmentF: number;
    eventF: number;
  }[];
  openSet: {
    name: string;
    logits: number[][];
    truth: number[];
    known: number;
    fixed: number[];
    best: number[];
    published: number[];
    auroc: number;
  }[];
  severalEvents: {
    name: string;
    logits: number[][];
    truth: number[][];
    mAP: number;
    f1: number;
    f1PerClass: number;
    perClass: (number | null)[];
  }[];
};

const close = (numbers: readonly number[]) => numbers.map((value) => expect.closeTo(value, 8));
const matrix = (rows: readonly (readonly number[])[]) => ({
  data: Float32Array.from(rows.flat()),
  shape: [rows.length, rows[0]?.length ?? 0],
});
const column = (values: readonly number[]) => ({ data: Float32Array.from(values), shape: [values.length] });
const named = (count: number) => Array.from({ length: count }, (_, i) => `class ${i}`);

test.each(fixtures.classification)('classification, $name: as scikit-learn', ({ logits, truth, accuracy, meanPerClass, confusion }) => {
  const measures = classificationMeasures(matrix(logits), column(truth), named(confusion.length));
  expect([measures.scores['accuracy'], measures.scores['meanPerClass']]).toEqual(close([accuracy, meanPerClass]));
  expect(measures.confusion).toEqual(confusion);
});

test.each(fixtures.severalEvents)('several events, $name: as scikit-learn', ({ logits, truth, mAP, f1, f1PerClass, perClass }) => {
  const measures = severalEventsMeasures(matrix(logits), matrix(truth), named(perClass.length));
  expect([measures.scores['mAP'], measures.scores['f1'], measures.scores['f1PerClass']]).toEqual(close([mAP, f1, f1PerClass]));
  expect(measures.perClass).toEqual(perClass.map((value) => (value === null ? null : expect.closeTo(value, 8))));
});

describe.each(fixtures.localisation)('localisation, $name', ({ shape, logits, truth, batch, ...expected }) => {
  const measures = (more: Partial<LocalisationOptions> = {}) =>
    localisationMeasures(
      { data: Float32Array.from(logits), shape },
      { data: Float32Array.from(truth), shape },
      named((shape[2] as number) - 1),
      { ...localisation.options.parse({ batchSize: batch }), ...more },
    );
  const segments = (more: Partial<LocalisationOptions>) => {
    const { scores } = measures(more);
    return [scores['precision'], scores['recall'], scores['f1']];
  };

  test('precision, recall and F1 with and without background, and as means over batches', () => {
    expect(segments({})).toEqual(close(expected.withBackground));
    expect(segments({ background: false })).toEqual(close(expected.withoutBackground));
    expect(segments({ average: 'batch' })).toEqual(close(expected.batchMeans));
  });

  test('F1 of each class', () => {
    expect(measures().perClass).toEqual(expected.f1PerClass.map((value) => (value === null ? null : expect.closeTo(value, 8))));
  });

  test('F-scores of the LLP benchmark', () => {
    const { scores } = measures();
    expect([scores['segmentF'], scores['eventF']]).toEqual(close([expected.segmentF, expected.eventF]));
  });
});

describe.each(fixtures.openSet)('open-set, $name', ({ logits, truth, known, ...expected }) => {
  const decided = decisions(matrix(logits));
  const labels = truth.map((label) => (label < known ? label : -1));
  const at = (threshold: number) => {
    const { known: right, unknown: rejected, hScore } = scoresAt(threshold, decided, labels);
    return [100 * right, 100 * rejected, 100 * hScore];
  };

  test('accuracy, rejection and H at a threshold', () => expect(at(0.5)).toEqual(close(expected.fixed)));

  test('H at the best of all thresholds, and of the ten published ones', () => {
    expect(at(bestThreshold(everyThreshold(decided), decided, labels))[2]).toBeCloseTo(expected.best[2] as number, 8);
    expect(at(bestThreshold(publishedThresholds(decided), decided, labels))[2]).toBeCloseTo(expected.published[2] as number, 8);
  });

  test('area under the ROC curve', () => {
    const { scores } = openSetMeasures(matrix(logits), column(truth), named(6), () => 0.5);
    expect(scores['auroc']).toBeCloseTo(expected.auroc, 8);
  });
});
