import { ParameterScope, Random } from '@cmg/core';
import { describeTask } from '@cmg/core/testing';
import * as tf from '@tensorflow/tfjs';
import assert from 'node:assert/strict';
import { execSync } from 'node:child_process';
import { test } from 'node:test';
import onset from './onset.js';

await describeTask(onset);

test('the target is the first segment that is not background', async () => {
  const segmentClasses = { audio: Int32Array.of(-1, -1, 2, 2, 0, -1, -1, -1) };
  const dataset = { segments: 4, labels: async () => ({ clipClasses: Int32Array.of(2, 0), segmentClasses }) };
  const targets = await onset.targets({}, { dataset, split: 'test', modality: 'audio' });
  assert.deepEqual((await targets.read([0, 1])).data, Float32Array.of(2, 0));
});

test('counts the segments before the first code that starts the event', () => {
  const parameters = ParameterScope.root(new Random(0), tf);
  const head = onset.createHead({}, { parameters, embedding: tf.tensor2d([[-20], [20]]), segments: 4, classes: ['bell'] });
  parameters.parameters.get('weight').assign(tf.tensor2d([[1]]));
  const indices = tf.tensor3d([0, 0, 1, 0, 1, 0, 0, 0, 0, 0, 0, 0], [3, 4, 1], 'int32');
  assert.deepEqual([...head.apply(indices).dataSync()].map(Math.round), [2, 0, 4]);
});

test('a head that learned from labels of sound tells when the event is seen', () => {
  execSync('npm start', { stdio: 'inherit' });
  const scores = execSync('npx cmg transfer --run runs/onset --task onset --from audio --to video --json', { encoding: 'utf8' });
  const [{ measures }] = JSON.parse(scores);
  assert.ok(measures.scores.explained > 60, `explains ${measures.scores.explained} % of the variance, chance ${measures.chance} %`);
  assert.ok(measures.scores.error < 1, `is ${measures.scores.error} segments off`);
});
