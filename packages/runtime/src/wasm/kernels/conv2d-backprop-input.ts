import { convShapeOf, partsOf } from '../conv-shape.js';
import { matrixOf, numbersOf, withScratch } from '../heap-matrix.js';
import { addRowsToImages, patchSize } from '../image-columns.js';
import { multiplyMatrices } from '../multiply-matrices.js';
import type { WasmKernel } from '../wasm-kernel.js';

/**
 * The gradient of `conv2d` for its images, which is also `conv2dTranspose`: the gradient `dy` times the transposed filter,
 * gathered back into images. The module's own kernel works number by number.
 */
export const conv2dBackpropInput: WasmKernel = {
  kernelName: 'Conv2DBackpropInput',
  run({ dy, filter }, attributes, backend) {
    if (dy === undefined || filter === undefined) throw new Error('Conv2DBackpropInput needs dy and filter');
    const shape = convShapeOf(attributes['inputShape'] as number[], filter.shape, attributes);
    const { outChannels, inHeight, inWidth, inChannels, outHeight, outWidth } = shape;
    const places = outHeight * outWidth;
    const patch = patchSize(shape);
    const out = backend.makeOutput(shape.inShape, 'float32');
    numbersOf(backend, matrixOf(backend, out, shape.batchSize * inHeight * inWidth, inChannels)).fill(0);
    const weights = { ...matrixOf(backend, filter, outChannels, patch), transposed: true };
    for (const { first, count } of partsOf(shape)) {
      withScratch(backend, count * places, patch, (rows) => {
        const upstream = { ...matrixOf(backend, dy, places, outChannels, first), rows: count * places };
        multiplyMatrices(backend, upstream, weights, rows);
        const images = { ...matrixOf(backend, out, inHeight * inWidth, inChannels, first), rows: count * inHeight * inWidth };
        addRowsToImages(numbersOf(backend, rows), count, shape, numbersOf(backend, images));
      });
    }
    return out;
  },
};
