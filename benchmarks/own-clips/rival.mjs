/**
 * The rival on one's own clips: a contrast of clips, and a linear head on what it learnt.
 *
 *     npm run build && node benchmarks/own-clips/rival.mjs FEATURES [--modalities video,text] [--seeds 3]
 *
 * FEATURES is a folder that `cmg extract` wrote. Of each modality the segments of a clip are averaged, and so are the cells of a
 * map; features are standardised by the training clips. Two layers map them to one space, where the contrast (InfoNCE) of each
 * pair of modalities brings the two halves of a clip together; no label is read. A linear head learns the labels of one modality there
 * and is measured on the others: on the vectors, and on codes, where each vector is replaced by the nearest of 128 means.
 */
/** @import { Dataset } from '@cmg/core' */
import { tmpdir } from 'node:os';
import { parseArgs } from 'node:util';
import { clipContrast } from '@cmg/baselines';
import { kMeans } from '@cmg/codebook';
import { pairsOf, ParameterScope, perModality, Random, StepRandom } from '@cmg/core';
import { folderReader } from '@cmg/datasets';
import { Adam, dropout, linear, relu, unitVectors } from '@cmg/nn';
import { openBackend } from '@cmg/runtime';
import { spread } from '@cmg/tasks';
import * as tf from '@tensorflow/tfjs';

/** @returns {{ type: 'string', default: string }} */
const option = (value) => ({ type: 'string', default: `${value}` });
const { values: settings, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    modalities: option(''),
    seeds: option(3),
    measure: option('test'),
    width: option(128),
    hidden: option(256),
    dropout: option(0.3),
    decay: option(0.001),
    temperature: option(0.1),
    learning: option(0.001),
    steps: option(300),
    batch: option(256),
    codes: option(128),
  },
});
const {
  seeds,
  width,
  hidden,
  dropout: rate,
  decay,
  temperature,
  steps,
  batch,
  codes,
  learning,
} = Object.fromEntries(Object.entries(settings).map(([name, value]) => [name, Number(value)]));
const HEAD = { steps: 300, learning: 0.01, decay: 0.01 };

/**
 * Clips of a split: features of each modality, [N, F], and classes, [N].
 *
 * @param {Dataset} dataset
 * @param {string} split
 * @param {readonly string[]} modalities
 */
async function readClips(dataset, split, modalities) {
  const clips = dataset.splits[split] ?? 0;
  const rows = Int32Array.from({ length: clips }, (_, clip) => clip);
  /** @type {Record<string, tf.Tensor2D>} */
  const features = {};
  for (const modality of modalities) {
    const { data } = await dataset.read(split, modality, rows);
    const channels = dataset.featureShapes[modality]?.at(-1) ?? 1;
    features[modality] = tf.tidy(() => tf.mean(tf.tensor3d(data, [clips, data.length / clips / channels, channels]), 1));
  }
  return { clips, features, classes: (await dataset.labels(split)).clipClasses };
}

/**
 * By mean and deviation of the training clips.
 *
 * @returns {tf.Tensor2D}
 */
function standardised(features, { mean, variance }) {
  return tf.tidy(() => tf.div(tf.sub(features, mean), tf.sqrt(tf.add(variance, 1e-5))));
}

/**
 * Adam with decoupled weight decay.
 *
 * @param {ParameterScope} scope
 * @param {{ steps: number, learning: number, decay: number }} settings
 * @param {(step: number) => tf.Scalar} loss
 */
function fit(scope, { steps, learning, decay }, loss) {
  const adam = new Adam(scope.parameters, { learningRate: learning });
  for (let step = 0; step < steps; step++) {
    tf.dispose(adam.minimize(() => loss(step)));
    tf.tidy(() => scope.parameters.forEach((variable) => variable.assign(tf.mul(variable, 1 - decay * learning))));
  }
  adam.dispose();
}

/** Two layers for each modality, taught by a contrast of the training clips; returns what maps features to vectors. */
function contrast(train, modalities, seed) {
  const random = new Random(seed).fork('contrast');
  const scope = ParameterScope.root(random, tf);
  const encoders = perModality(modalities, (modality) => {
    const [first, second] = [
      linear(scope.child(`${modality}/1`), train.features[modality].shape[1], hidden),
      linear(scope.child(`${modality}/2`), hidden, width),
    ];
    return (x, context) =>
      unitVectors(second(dropout(relu(first(dropout(x, rate, context, `${modality}/1`))), rate, context, `${modality}/2`)));
  });
  const drawn = new StepRandom(random);
  fit(scope, { steps, learning, decay }, (step) => {
    drawn.seek(step);
    const rows = tf.tensor1d(random.fork('rows', step).permutation(train.clips).slice(0, batch), 'int32');
    const vectors = perModality(modalities, (m) => encoders[m](tf.gather(train.features[m], rows), { training: true, random: drawn }));
    return tf.addN(pairsOf(modalities).map(([a, b]) => clipContrast(tf.matMul(vectors[a], vectors[b], false, true), 1 / temperature)));
  });
  return (modality, x) => tf.tidy(() => encoders[modality](x, { training: false, random: drawn }));
}

/** A linear head on vectors [N, D]; returns what names classes of vectors. */
function head(x, classes, count, seed) {
  const scope = ParameterScope.root(new Random(seed).fork('head'), tf);
  const apply = linear(scope, x.shape[1], count);
  const targets = tf.oneHot(tf.tensor1d(classes, 'int32'), count);
  fit(scope, HEAD, () => tf.losses.softmaxCrossEntropy(targets, apply(x)).asScalar());
  return (vectors) => tf.tidy(() => tf.argMax(apply(vectors), 1));
}

/** Percent of right answers. */
const accuracy = (named, classes) => (100 * named.dataSync().reduce((right, c, i) => right + Number(c === classes[i]), 0)) / classes.length;

await openBackend('auto');
const [root = ''] = positionals;
const dataset = await folderReader.open(folderReader.options.parse({ root, normalise: 'none' }), { cacheDir: tmpdir() });
const modalities = `${settings.modalities}` ? `${settings.modalities}`.split(',') : Object.keys(dataset.featureShapes);
const [train, test] = [await readClips(dataset, 'train', modalities), await readClips(dataset, `${settings.measure}`, modalities)];
for (const modality of modalities) {
  const statistics = tf.moments(train.features[modality], 0);
  for (const clips of [train, test]) clips.features[modality] = standardised(clips.features[modality], statistics);
}
const scores = new Map();
const add = (name, score) => scores.set(name, [...(scores.get(name) ?? []), score]);
for (let seed = 0; seed < seeds; seed++) {
  const encode = contrast(train, modalities, seed);
  const [learnt, measured] = [train, test].map((clips) => perModality(modalities, (m) => encode(m, clips.features[m])));
  const means = kMeans(
    /** @type {Float32Array} */ (tf.concat(Object.values(learnt)).dataSync()),
    codes,
    width,
    new Random(seed).fork('codes'),
  );
  const table = tf.tensor2d(means, [codes, width]);
  const nearest = (x) =>
    tf.tidy(() => tf.gather(table, tf.argMax(tf.sub(tf.matMul(x, table, false, true), tf.div(tf.sum(tf.square(table), 1), 2)), 1)));
  for (const from of modalities) {
    const onVectors = head(learnt[from], train.classes, dataset.classes.length, seed);
    const onCodes = head(nearest(learnt[from]), train.classes, dataset.classes.length, seed);
    for (const to of modalities) {
      add(`${from} -> ${to}`, accuracy(onVectors(measured[to]), test.classes));
      add(`${from} -> ${to}, codes`, accuracy(onCodes(nearest(measured[to])), test.classes));
    }
  }
}
for (const [name, values] of scores) {
  const { mean, deviation } = spread(values);
  console.log(`${name.padEnd(26)} ${mean.toFixed(1)}${deviation === null ? '' : ` ±${deviation.toFixed(1)}`}`);
}
await dataset.close();
