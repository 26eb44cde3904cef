import { readdir, stat } from 'node:fs/promises';
import { LetterNetwork } from '@cmg/modality-video';
import * as tf from '@tensorflow/tfjs';
import { loadDigitAssets } from '../src/digit-assets.js';

const FOLDER = new URL('../assets/', import.meta.url);

/** A round patch of a pattern, [56, 56]. */
const PATTERN = Float32Array.from({ length: 56 * 56 }, (_, i) => {
  const [y, x] = [Math.floor(i / 56), i % 56];
  return Math.hypot(y - 25, x - 30) < 12 ? ((y * 7 + x * 13) % 31) / 31 : 0;
});

describe('loadDigitAssets', () => {
  it('has images of every split, a fingerprint, and no more than 6 MB of files', async () => {
    const { handwriting, fingerprint } = await loadDigitAssets();
    expect(handwriting.tensors.get('train/images')!.shape).toEqual([10, 500, 28, 28]);
    expect(handwriting.tensors.get('val/images')!.shape).toEqual([10, 100, 28, 28]);
    expect(handwriting.tensors.get('test/images')!.shape).toEqual([10, 200, 28, 28]);
    expect(fingerprint).toMatch(/^[0-9a-f]{64}$/);
    const sizes = await Promise.all((await readdir(FOLDER)).map(async (name) => (await stat(new URL(name, FOLDER))).size));
    expect(sizes.reduce((a, b) => a + b, 0)).toBeLessThan(6e6);
  });

  it('takes training and validation images from different places of the same file', async () => {
    const { tensors } = (await loadDigitAssets()).handwriting;
    const train = new Set(tensors.get('train/ids')!.data);
    expect(train.size).toBe(5000);
    expect([...tensors.get('val/ids')!.data].filter((id) => train.has(id))).toEqual([]);
  });

  it('has the weights as PyTorch trained them: maps of a pattern, computed there', async () => {
    const network = new LetterNetwork((await loadDigitAssets()).letterNetwork.tensors);
    const maps = tf.tidy(() => network.apply(tf.tensor3d(PATTERN, [1, 56, 56])));
    const values = (await maps.data()) as Float32Array;
    const cell = (y: number, x: number, from: number) => values.subarray((y * 7 + x) * 64 + from, (y * 7 + x) * 64 + from + 12);
    const expected33 = [0, 0.4502, 5.6274, 1.3327, 0, 2.3994, 0, 0, 1.4981, 0, 0, 3.8076];
    const expected45 = [1.2588, 1.7752, 0, 0.3505, 0, 0, 0.6986, 1.3016, 0.642, 0, 0.0604, 1.7598];
    cell(3, 3, 0).forEach((value, i) => expect(value).toBeCloseTo(expected33[i]!, 3));
    cell(4, 5, 20).forEach((value, i) => expect(value).toBeCloseTo(expected45[i]!, 3));
    expect(values.reduce((a, b) => a + b, 0)).toBeCloseTo(1208.7037, 1);
    network.dispose();
    maps.dispose();
  });
});
