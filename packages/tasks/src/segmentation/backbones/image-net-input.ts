import { CmgError } from '@cmg/core';
import * as tf from '@tensorflow/tfjs';
import type { Layer } from './torch-layers.js';

const MEAN = [0.485, 0.456, 0.406];
const DEVIATION = [0.229, 0.224, 0.225];

/** Pictures with values in [0, 1], grey or RGB, as networks trained on ImageNet want them: RGB, standardised by channel. */
export function imageNetInput(channels: number): Layer {
  if (channels !== 1 && channels !== 3) {
    throw new CmgError(`takes pictures of 1 or 3 channels, got ${channels}`, { kind: 'usage', where: 'segmentation backbone' });
  }
  return (pictures) => tf.div(tf.sub(pictures, tf.tensor1d(MEAN)), tf.tensor1d(DEVIATION));
}
