/** @import { Case, DownstreamCase, Growth, ModelCase, QuantiseCase, ReadingCase, TrainingCase } from './types.ts' */
/** What is measured. Both sides read the same case; see README.md. */

/** Features of one segment: VGG19 pool5 maps, VGGish embeddings, BERT word vectors. */
/** @type {Readonly<Record<string, readonly number[]>>} */
const FEATURES = { video: [7, 7, 512], audio: [128], text: [768] };

/**
 * @param {string} name
 * @param {string} title
 * @param {number} batch
 * @param {Readonly<Record<string, number>>} specificWidths
 * @param {Partial<ModelCase>} more
 * @returns {ModelCase}
 */
const model = (name, title, batch, specificWidths, more = {}) => ({
  name,
  title,
  batch,
  segments: 10,
  codes: 400,
  width: 256,
  modalities: Object.fromEntries(
    Object.entries(specificWidths).map(([m, specificWidth]) => [m, { features: FEATURES[m] ?? [], specificWidth }]),
  ),
  ...more,
});

/**
 * @param {Parameters<typeof model>} about
 * @returns {TrainingCase}
 */
const training = (...about) => ({ ...model(...about), kind: 'training' });

/** Every column but that of compiled PyTorch, which has nothing but training. */
const WITHOUT_COMPILE = ['pytorch', 'native', 'wasm'];

/**
 * @param {number} vectors
 * @param {number} codes
 * @returns {QuantiseCase}
 */
const quantise = (vectors, codes) => ({
  name: `quantise-${vectors}-${codes}`,
  title: `quantise ${vectors.toLocaleString('en')} on ${codes.toLocaleString('en')}`,
  kind: 'quantise',
  vectors,
  codes,
  width: 256,
  columns: WITHOUT_COMPILE,
  quick: codes === 400,
});

/**
 * 1,000 clips of sound and pictures; nothing of it depends on the backend.
 *
 * @param {'hdf5' | 'zip'} format
 * @param {'cold' | 'cached'} pass
 * @param {string} title
 * @returns {ReadingCase}
 */
const reading = (format, pass, title) => ({
  name: `read-${format}-${pass}`,
  title,
  kind: 'reading',
  format,
  pass,
  samples: 1000,
  batch: 80,
  columns: ['pytorch', 'native'],
  quick: format === 'hdf5' && pass === 'cached',
});

/**
 * Features of `distinct` clips stand for all clips: the pictures of 3,000 clips are 3 GiB.
 *
 * @param {'audio' | 'video'} modality
 * @returns {DownstreamCase}
 */
const downstream = (modality) => ({
  ...model(`downstream-${modality}`, `downstream from ${modality}, 20 epochs, 3,000 clips`, 80, {
    [modality]: modality === 'video' ? 2048 : 256,
  }),
  kind: 'downstream',
  columns: WITHOUT_COMPILE,
  clips: 3000,
  distinct: 300,
  classes: 28,
  epochs: 20,
});

/**
 * How time and memory grow: one size at a time, the others at these.
 *
 * @type {readonly { letter: Growth['letter'], values: readonly number[], make: (value: number) => Partial<ModelCase> }[]}
 */
const GROWTH = [
  { letter: 'B', values: [16, 32, 64, 128], make: (batch) => ({ batch }) },
  { letter: 'T', values: [10, 20, 40, 80], make: (segments) => ({ segments }) },
  { letter: 'K', values: [400, 800, 1600, 3200], make: (codes) => ({ codes }) },
  { letter: 'M', values: [2, 3], make: (count) => ({ modalities: firstModalities(count) }) },
];

/**
 * The full CLUB bound, which PyTorch's side lacks: its cost must not grow with B^2.
 *
 * @param {Growth['letter']} letter
 * @param {number} value
 * @param {Partial<ModelCase>} more
 */
const growing = (letter, value, more) =>
  training(
    `growth-${letter}-${value}`,
    `${letter} ${value}, full CLUB bound`,
    16,
    { audio: 256, text: 256 },
    {
      bound: 'full',
      columns: ['native'],
      growth: { letter, value },
      ...more,
    },
  );

/** @param {number} count */
const firstModalities = (count) =>
  Object.fromEntries(['audio', 'text', 'video'].slice(0, count).map((m) => [m, { features: FEATURES[m] ?? [], specificWidth: 256 }]));

/** @type {readonly Case[]} */
export const CASES = [
  training('av-official', 'AV official widths, B 8, S 2048', 8, { video: 2048, audio: 256 }),
  training('av-small', 'AV small, B 16, S 256', 16, { video: 256, audio: 256 }, { quick: true }),
  training('at-official', 'AT official widths, B 80', 80, { audio: 256, text: 256 }, { quick: true }),
  training('avt', 'AVT, B 16, S 256', 16, { audio: 256, video: 256, text: 256 }, { quick: true }),
  ...[800, 100_000].flatMap((vectors) => [400, 4096].map((codes) => quantise(vectors, codes))),
  downstream('audio'),
  downstream('video'),
  reading('hdf5', 'cold', 'read 1,000 samples, HDF5, cold'),
  reading('hdf5', 'cached', 'read 1,000 samples, HDF5, again'),
  reading('zip', 'cold', 'read 1,000 samples, zips, cold'),
  reading('zip', 'cached', 'read 1,000 samples, zips, again'),
  ...GROWTH.flatMap(({ letter, values, make }) => values.map((value) => growing(letter, value, make(value)))),
];
