import * as tf from '@tensorflow/tfjs';
import { readFileSync } from 'node:fs';

interface Stored {
  readonly shape: number[];
  readonly data: number[];
}

interface SegmentationFixture {
  readonly interpolations: { x: Stored; y: Stored; weight: Stored; gradient: Stored }[];
  readonly fusions: { attention: 'dot' | 'softmax'; x: Stored; sequence: Stored; parameters: Record<string, Stored>; fused: Stored }[];
}

/** What segmentation.py recorded from PyTorch. */
export const segmentationFixture = (): SegmentationFixture =>
  JSON.parse(readFileSync(new URL('../fixtures/segmentation.json', import.meta.url), 'utf8')) as SegmentationFixture;

export const stored = <T extends tf.Tensor4D | tf.Tensor3D>({ shape, data }: Stored): T => tf.tensor(data, shape) as tf.Tensor as T;

/** The largest absolute difference. */
export function largestError(actual: tf.Tensor, { shape, data }: Stored): number {
  expect(actual.shape).toEqual(shape);
  return tf.sub(actual, tf.tensor(data, shape)).abs().max().dataSync()[0] as number;
}
