import { Random } from '@cmg/core';
import * as tf from '@tensorflow/tfjs';
import { createHash } from 'node:crypto';
import { openWasm } from '../../src/wasm/open-wasm.js';

/** A standalone program: opens WebAssembly, computes with its threads, and prints their number, a digest and the error listeners. */
const threads = await openWasm();
const random = new Random(1);
const draw = (...shape: number[]) =>
  tf.tensor(
    Float32Array.from({ length: tf.util.sizeFromShape(shape) }, () => random.uniform(-2, 2)),
    shape,
  );
const [a, b, images, filters] = [draw(170, 300), draw(300, 190), draw(2, 9, 8, 3), draw(3, 3, 3, 5)] as [
  tf.Tensor2D,
  tf.Tensor2D,
  tf.Tensor4D,
  tf.Tensor4D,
];
const results = [
  ...tf.grads((x: tf.Tensor, y: tf.Tensor) => tf.softmax(tf.matMul(x, y)))([a, b]),
  ...tf.grads((x: tf.Tensor, y: tf.Tensor) => tf.relu(tf.conv2d(x as tf.Tensor4D, y as tf.Tensor4D, 1, 'same')))([images, filters]),
  tf.matMul(draw(5, 70, 90), draw(5, 80, 90), false, true),
];
const digest = createHash('sha256');
for (const result of results) digest.update(result.dataSync());
const listeners = process.listenerCount('uncaughtException');
process.stdout.write(`${JSON.stringify({ threads, results: digest.digest('hex'), listeners })}\n`);
