/**
 * Measures the digits corpus's features by linear probes: softmax regression on segments with a digit, trained on the
 * training split, measured on the test split.
 *
 *     npx tsc -b packages/digits packages/runtime && node tools/corpus/probe.mjs [CACHE_FOLDER] [OPTIONS_AS_JSON]
 */
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { digitsReader } from '@cmg/digits';
import { openBackend } from '@cmg/runtime';

const CLASSES = 10;
const MOST = 6000;
const EPOCHS = 300;
/** Of the squared weights: half of it times their sum is added to the loss. */
const DECAY = 5e-3;

/**
 * Up to MOST distinct segments with a digit; feature maps are summed over their cells.
 *
 * @param {import('@cmg/core').Dataset} dataset
 * @param {string} split
 * @param {string} modality
 */
async function segmentsOf(dataset, split, modality) {
  const { segmentClasses } = await dataset.labels(split);
  const shape = dataset.featureShapes[modality];
  const width = shape.at(-1) ?? 1;
  const cells = shape.reduce((a, b) => a * b, 1) / width;
  const seen = new Map();
  for (let clip = 0; clip < dataset.splits[split] && seen.size < MOST; clip++) {
    const { data } = await dataset.read(split, modality, [clip]);
    for (let t = 0; t < dataset.segments; t++) {
      const label = segmentClasses[modality][clip * dataset.segments + t];
      if (label < 0) continue;
      const values = new Float64Array(width);
      for (let i = 0; i < cells * width; i++) values[i % width] += data[t * cells * width + i];
      seen.set(values.join(), { values, label });
    }
  }
  return [...seen.values()];
}

function standardise(train, test) {
  const width = train[0].values.length;
  for (let i = 0; i < width; i++) {
    const mean = train.reduce((sum, { values }) => sum + values[i], 0) / train.length;
    const spread = Math.sqrt(train.reduce((sum, { values }) => sum + (values[i] - mean) ** 2, 0) / train.length) + 1e-6;
    for (const { values } of [...train, ...test]) values[i] = (values[i] - mean) / spread;
  }
}

const scoresOf = (weights, values) => weights.map((row) => values.reduce((sum, value, i) => sum + value * row[i], row[values.length]));

/** Gradient descent with momentum on the mean cross entropy. */
function fit(samples) {
  const width = samples[0].values.length;
  const zeros = () => Array.from({ length: CLASSES }, () => new Float64Array(width + 1));
  const [weights, speed] = [zeros(), zeros()];
  for (let epoch = 0; epoch < EPOCHS; epoch++) {
    const gradient = zeros();
    for (const { values, label } of samples) {
      const scores = scoresOf(weights, values);
      const top = Math.max(...scores);
      const odds = scores.map((score) => Math.exp(score - top));
      const total = odds.reduce((a, b) => a + b);
      odds.forEach((odd, k) => {
        const error = (odd / total - (k === label ? 1 : 0)) / samples.length;
        for (let i = 0; i < width; i++) gradient[k][i] += error * values[i];
        gradient[k][width] += error;
      });
    }
    weights.forEach((row, k) => {
      for (let i = 0; i <= width; i++) {
        speed[k][i] = 0.9 * speed[k][i] - 0.3 * (gradient[k][i] + DECAY * row[i]);
        row[i] += speed[k][i];
      }
    });
  }
  return weights;
}

const [cacheDir = join(tmpdir(), 'cmg-probe'), options = '{}'] = process.argv.slice(2);
await openBackend();
const dataset = await digitsReader.open(digitsReader.options.parse(JSON.parse(options)), { cacheDir });
for (const modality of Object.keys(dataset.featureShapes)) {
  const [train, test] = [await segmentsOf(dataset, 'train', modality), await segmentsOf(dataset, 'test', modality)];
  standardise(train, test);
  const weights = fit(train);
  const right = test.filter(({ values, label }) => {
    const scores = scoresOf(weights, values);
    return scores.indexOf(Math.max(...scores)) === label;
  });
  console.log(`${modality}: ${((100 * right.length) / test.length).toFixed(1)} % of ${test.length} (trained on ${train.length})`);
}
