import type { NdArray } from '@cmg/core';
import * as tf from '@tensorflow/tfjs';
import { encodeRows } from '../src/encoding/encode-rows.js';
import { withFeatures } from '../src/features/feature-source.js';
import { LeftOut } from '../src/features/left-out.js';

/** A run whose encoder multiplies by 1e10; all segments have code 0, as whatever is not finite would have. */
const run = {
  modalities: ['audio'],
  model: {
    width: 2,
    data: { featureShapes: { audio: [2] } },
    codebook: { levels: 1 },
    encode: (_: string, x: tf.Tensor3D) => ({
      semantic: tf.mul(x, 1e10),
      codes: x,
      indices: tf.zeros([x.shape[0], x.shape[1], 1], 'int32'),
    }),
  },
} as unknown as Parameters<typeof encodeRows>[0];

/** Clips of one segment, whose second value is given. */
const clips = (...values: number[]): NdArray => ({ shape: [values.length, 1, 2], data: Float64Array.from(values.flatMap((v) => [1, v])) });

const codesOf = (features: NdArray): Promise<number[]> =>
  withFeatures(features, async (source) => {
    const codes: number[] = [];
    for await (const rows of encodeRows(run, 'audio', source, 'indices').rows) codes.push(...rows);
    return codes;
  });

test('numbers that are finite are encoded', async () => {
  expect(await codesOf(clips(1, -2, 1e-300))).toEqual([0, 0, 0]);
});

test.each([
  ['features that float32 cannot hold', 1e300, 'the features of audio of clip 2 are not all finite in float32'],
  ['features that are no numbers', NaN, 'the features of audio of clip 2 are not all finite in float32'],
  ['features of which the encoder makes no finite numbers', 1e30, 'the encoder of audio gives no finite numbers for clip 2'],
])('%s are refused by clip', async (_, value, message) => {
  await expect(codesOf(clips(1, 1, value, 1))).rejects.toThrow(message);
});

test('segments after the end of a clip have code -1 and vectors of NaN, and the encoder is told which they are', async () => {
  let told: tf.Tensor | undefined;
  const encode = (modality: string, x: tf.Tensor3D, present?: tf.Tensor2D) => {
    told = tf.keep(present!.clone());
    return run.model.encode(modality, x);
  };
  const early = { ...run, model: Object.assign(Object.create(run.model) as object, { encode }) } as unknown as typeof run;
  const features = { shape: [2, 2, 2], data: Float32Array.of(1, 2, 1, 2, 1, 2, 1, 2) };
  const of = (part: 'indices' | 'semantic') =>
    withFeatures(features, async (source) => {
      const found: number[] = [];
      const rows = encodeRows(early, 'audio', { ...source, lengths: Int32Array.of(1, 2) }, part).rows;
      for await (const values of rows) found.push(...values);
      return found;
    });
  expect(await of('indices')).toEqual([0, -1, 0, 0]);
  expect(told?.arraySync()).toEqual([
    [1, 0],
    [1, 1],
  ]);
  expect(await of('semantic')).toEqual([1e10, 2e10, NaN, NaN, 1e10, 2e10, 1e10, 2e10]);
});

test('where clips may be left out they are told of with why, have code -1 and vectors of NaN, and the others are as before', async () => {
  const told: string[] = [];
  const codes = (part: 'indices' | 'semantic', ...values: number[]) =>
    withFeatures(clips(...values), async (source) => {
      const leftOut = new LeftOut(['a', 'b', 'c', 'd'].slice(0, values.length), (clip, { what }) => told.push(`${clip}: ${what}`));
      const found: number[] = [];
      for await (const rows of encodeRows(run, 'audio', { ...source, leftOut }, part).rows) found.push(...rows);
      return found;
    });
  expect(await codes('indices', 1, 1e300, 1e30, 1)).toEqual([0, -1, -1, 0]);
  expect(told).toEqual([
    'b: the features of audio of clip 1 are not all finite in float32',
    'c: the encoder of audio gives no finite numbers for clip 2',
  ]);
  expect(await codes('semantic', 2, NaN)).toEqual([1e10, 2e10, NaN, NaN]);
  await expect(codes('indices', NaN, 1e300)).rejects.toThrow('the features of audio of clip 0 are not all finite in float32');
});
