import { describeObjective } from '@cmg/core/testing';
import * as tf from '@tensorflow/tfjs';
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import objective, { barlowTwins, standardised } from './barlow-twins.js';

describeObjective(objective, { modalities: 2 });

/** What the objective makes of clips of one segment, [B, D] in each modality. */
function lossOf(audio, text) {
  const modalities = ['audio', 'text'];
  const { terms } = objective.create({ lambda: 1, epsilon: 0 }, { modalities, width: audio.shape[1] });
  return terms({ modalities, semantic: { audio: audio.expandDims(1), text: text.expandDims(1) } }).losses['audio-text'].arraySync();
}

const close = (found, wanted, tolerance = 1e-5) => assert.ok(Math.abs(found - wanted) <= tolerance, `${found}, expected ${wanted}`);

describe('Barlow Twins', () => {
  it('weighs the diagonal of the correlations by 1, the others by lambda, and divides by D', () => {
    const correlations = tf.tensor2d([1, 0.5, 0, 0.5], [2, 2]);
    close(barlowTwins(correlations, 0.1).arraySync(), (0.25 + 0.1 * 0.25) / 2);
  });

  it('is 0 where clips agree and features are independent, whatever their scale', () => {
    const [x, y] = [tf.tensor1d([1, 1, -1, -1]), tf.tensor1d([1, -1, 1, -1])];
    const [audio, text] = [tf.stack([x, y], 1), tf.stack([x.mul(10).add(5), y.div(10)], 1)];
    close(lossOf(audio, text), 0);
    close(lossOf(audio, audio.reverse(1)), 2); // each feature is what the other modality's other feature is
  });

  it('has the gradient of finite differences', () => {
    const draw = (seed) => tf.randomNormal([6, 2, 3], 0, 1, 'float32', seed);
    const [z, other] = [draw(1), standardised(draw(2), 1e-5)];
    const loss = (x) => barlowTwins(tf.matMul(standardised(x, 1e-5), other, true).div(6), 0.01);
    const gradient = tf.grad(loss)(z).dataSync();
    gradient.forEach((slope, i) => {
      const step = tf.oneHot(i, z.size).reshape(z.shape).mul(1e-2);
      const [above, below] = [loss(z.add(step)), loss(z.sub(step))].map((value) => value.arraySync());
      close(slope, (above - below) / 2e-2, 1e-3);
    });
  });
});
