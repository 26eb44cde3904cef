import * as tf from '@tensorflow/tfjs';
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Palette } from './palette.js';

/** Two of three pixels are red, one is blue. */
const isRed = (pixel) => pixel % 3 < 2;
const RGBA = Uint8ClampedArray.from(Array.from({ length: 600 }, (_, pixel) => (isRed(pixel) ? [255, 0, 0, 255] : [0, 0, 255, 255])).flat());

const expectColour = (found, wanted) =>
  wanted.forEach((value, i) => assert.ok(Math.abs(found[i] - value) < 0.02, `${found}, expected ${wanted}`));

test('two codes learn the two colours of a picture', async () => {
  const palette = new Palette(RGBA, 2);
  const before = await palette.quantise();
  const { numTensors } = tf.memory();
  for (let step = 0; step < 100; step++) palette.train();
  const after = await palette.quantise();
  assert.equal(tf.memory().numTensors, numTensors);
  assert.ok(before.error > 0.4 && after.error < 0.01, `the error went from ${before.error} to ${after.error}`);
  const [red, blue] = [after.indices[0], after.indices[2]];
  assert.deepEqual(
    after.indices,
    Int32Array.from({ length: 600 }, (_, pixel) => (isRed(pixel) ? red : blue)),
  );
  expectColour(after.colours[red], [1, 0, 0]);
  expectColour(after.colours[blue], [0, 0, 1]);
  palette.dispose();
});
