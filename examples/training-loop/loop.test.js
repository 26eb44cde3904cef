import * as tf from '@tensorflow/tfjs';
import assert from 'node:assert/strict';
import { execSync } from 'node:child_process';
import { test } from 'node:test';
import { createLion } from './lion.js';

test('Lion steps by the sign of the average, then averages', () => {
  const parameter = tf.variable(tf.tensor1d([1, 2, 3]), true, 'p');
  const lion = createLion(new Map([['p', parameter]]));
  const step = (gradient) => tf.tidy(() => void lion.step({ p: tf.tensor1d(gradient) }, 0.5));
  step([4, -1, 0]);
  assert.deepEqual([...parameter.dataSync()], [0.5, 2.5, 3]);
  step([-0.1, -0.1, 0]); // 0.9 m + 0.1 g with m = 0.01 g of the first step: 0.026, -0.019, 0
  assert.deepEqual([...parameter.dataSync()], [0, 3, 3]);
});

test('the loop ends by itself, and leaves the run of its best epoch', () => {
  const output = execSync('npm run train', { encoding: 'utf8' });
  const shares = [...output.matchAll(/^epoch \d+: (\d+) %/gm)].map(([, share]) => Number(share));
  const [, kept] = output.match(/the codes of epoch (\d+)/);
  assert.ok(shares.length < 30, `trained for ${shares.length} epochs`);
  assert.equal(shares[kept - 1], Math.max(...shares));

  const scores = execSync('npx cmg transfer --run runs/loop --from audio --to text --json', { encoding: 'utf8' });
  const [{ measures }] = JSON.parse(scores);
  assert.ok(measures.scores.accuracy > 30, `accuracy is ${measures.scores.accuracy} %, chance ${measures.chance} %`);
});
