import * as tf from '@tensorflow/tfjs';
import { patchSize } from './image-columns.js';

/** The most numbers spread at a time (64 MiB): larger batches are split. */
const SPREAD_LIMIT = 2 ** 24;

/** The shapes of a 2-D convolution from the attributes that tfjs passes to its gradient kernels. */
export function convShapeOf(
  imageShape: readonly number[],
  filterShape: readonly number[],
  attributes: tf.NamedAttrMap,
): tf.backend_util.Conv2DInfo {
  const { strides, pad, dataFormat, dimRoundingMode } = attributes as unknown as tf.Conv2DBackpropInputAttrs;
  if (dataFormat !== 'NHWC') throw new Error(`the gradient of conv2d on WebAssembly needs NHWC images, not ${dataFormat}`);
  return tf.backend_util.computeConv2DInfo(
    imageShape as [number, number, number, number],
    filterShape as [number, number, number, number],
    strides,
    1,
    pad,
    dimRoundingMode,
  );
}

/** Splits a batch of images into parts within the limit. */
export function* partsOf(shape: tf.backend_util.Conv2DInfo): Generator<{ first: number; count: number }> {
  const perImage = patchSize(shape) * shape.outHeight * shape.outWidth;
  const size = Math.max(1, Math.floor(SPREAD_LIMIT / Math.max(1, perImage)));
  for (let first = 0; first < shape.batchSize; first += size) yield { first, count: Math.min(size, shape.batchSize - first) };
}
