import type { NdArray } from '@cmg/core';
import * as tf from '@tensorflow/tfjs';
import { encodeRows } from '../src/encoding/encode-rows.js';
import { withFeatures } from '../src/features/feature-source.js';

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
