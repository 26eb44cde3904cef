import type { Frames } from '@cmg/core';
import { describeExtractor } from '@cmg/core/testing';
import { artifactsOf, saveTfjsModel } from '@cmg/test-support';
import * as tf from '@tensorflow/tfjs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { videoTfjs } from '../src/index.js';

/** A model of 4 x 4 pixels: `maps` gives the red channel of each 2 x 2 cell's upper left pixel, and twice its blue. */
async function saveModel(folder: string): Promise<void> {
  const kernel = tf.tensor4d([
    [
      [
        [1, 0],
        [0, 0],
        [0, 2],
      ],
      [
        [0, 0],
        [0, 0],
        [0, 0],
      ],
    ],
    [
      [
        [0, 0],
        [0, 0],
        [0, 0],
      ],
      [
        [0, 0],
        [0, 0],
        [0, 0],
      ],
    ],
  ]);
  const model = tf.sequential({
    layers: [
      tf.layers.conv2d({ name: 'maps', inputShape: [4, 4, 3], filters: 2, kernelSize: 2, strides: 2, useBias: false, weights: [kernel] }),
      tf.layers.flatten({ name: 'flat' }),
      tf.layers.dense({ name: 'classes', units: 3 }),
    ],
  });
  await saveTfjsModel(folder, await artifactsOf(model));
  model.dispose();
}

const root = await mkdtemp(join(tmpdir(), 'cmg-tfjs-'));
await saveModel(join(root, 'mobile'));
afterAll(() => rm(root, { recursive: true }));

const open = (options: object) => videoTfjs.open(videoTfjs.options.parse({ model: join(root, 'mobile'), ...options }));

/** Two frames: red of 0 and 255 in the upper left pixel of the first cell, blue everywhere. */
async function* segment(): AsyncGenerator<Frames> {
  const data = new Uint8Array(2 * 4 * 4 * 3).map((_, i) => (i % 3 === 2 ? 255 : 0));
  data[48] = 255;
  yield { data, shape: [2, 4, 4, 3] };
}
const featuresOf = async (options: object) => {
  const session = await open(options);
  try {
    return {
      shape: session.featureShape,
      format: session.format,
      data: [...(await session.extract({ kind: 'video', segments: segment() }))],
    };
  } finally {
    session.dispose();
  }
};

describeExtractor(videoTfjs, { options: { model: join(root, 'mobile'), layer: 'maps', pooling: 'none', frames: 2 } });

describe('videoTfjs', () => {
  it('gives the mean of a layer over cells and frames, at the size that the model states', async () => {
    const { shape, format, data } = await featuresOf({ layer: 'maps', frames: 2 });
    expect(shape).toEqual([2]);
    expect(format).toEqual({ kind: 'video', height: 4, width: 4, framesPerSegment: 2, background: 'white' });
    expect(data).toEqual([0.125, 2]);
  });

  it('gives maps where they are not pooled, vectors of a layer that has no cells, and the output of the model by default', async () => {
    const maps = await featuresOf({ layer: 'maps', pooling: 'none' });
    expect(maps.shape).toEqual([2, 2, 2]);
    expect(maps.data).toEqual([0.5, 2, 0, 2, 0, 2, 0, 2]);
    expect((await featuresOf({ layer: 'flat' })).data).toEqual(maps.data);
    expect((await featuresOf({})).shape).toEqual([3]);
  });

  it.each([
    ['bytes', [31.875, 510]],
    ['symmetric', [-0.75, 2]],
    ['imagenet', [(0.125 - 0.485) / 0.229, (2 * (1 - 0.406)) / 0.225]],
  ])('brings pixels to the scale %s', async (scale, expected) => {
    const { data } = await featuresOf({ layer: 'maps', scale });
    expected.forEach((value, i) => expect(data[i]).toBeCloseTo(value, 4));
  });

  it('says what is wrong with a model', async () => {
    await expect(open({ model: undefined })).rejects.toThrow("the extractor 'tfjs' needs the option 'model'");
    await expect(open({ model: root })).rejects.toThrow(`${root}: there is no model.json here`);
    await expect(open({ layer: 'top' })).rejects.toThrow(/the model has no layer 'top'[^]*Its last ones: .*maps, flat, classes/);
    await saveModel(join(root, 'cut'));
    await writeFile(join(root, 'cut/weights.bin'), new Uint8Array(3));
    await expect(open({ model: join(root, 'cut') })).rejects.toMatchObject({
      kind: 'usage',
      message: expect.stringContaining('cannot be'),
    });
  });
});
