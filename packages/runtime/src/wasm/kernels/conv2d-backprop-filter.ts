import { convShapeOf, partsOf } from '../conv-shape.js';
import { matrixOf, numbersOf, withScratch } from '../heap-matrix.js';
import { imagesToColumns, patchSize } from '../image-columns.js';
import { multiplyMatrices } from '../multiply-matrices.js';
import type { WasmKernel } from '../wasm-kernel.js';

/** The gradient of `conv2d` for its filter, which the module lacks: the images spread as columns times the gradient `dy`. */
export const conv2dBackpropFilter: WasmKernel = {
  kernelName: 'Conv2DBackpropFilter',
  run({ x, dy }, attributes, backend) {
    if (x === undefined || dy === undefined) throw new Error('Conv2DBackpropFilter needs x and dy');
    const shape = convShapeOf(x.shape, attributes['filterShape'] as number[], attributes);
    const { outChannels, inHeight, inWidth, inChannels, outHeight, outWidth } = shape;
    const places = outHeight * outWidth;
    const out = backend.makeOutput(shape.filterShape, 'float32');
    const gradient = matrixOf(backend, out, patchSize(shape), outChannels);
    numbersOf(backend, gradient).fill(0);
    for (const { first, count } of partsOf(shape)) {
      withScratch(backend, gradient.rows, count * places, (columns) =>
        withScratch(backend, gradient.rows, outChannels, (product) => {
          const images = { ...matrixOf(backend, x, inHeight * inWidth, inChannels, first), rows: count * inHeight * inWidth };
          imagesToColumns(numbersOf(backend, images), count, shape, numbersOf(backend, columns).fill(0));
          const upstream = { ...matrixOf(backend, dy, places, outChannels, first), rows: count * places };
          multiplyMatrices(backend, columns, upstream, product);
          const sums = numbersOf(backend, gradient);
          numbersOf(backend, product).forEach((value, i) => (sums[i] = (sums[i] as number) + value));
        }),
      );
    }
    return out;
  },
};
