import * as tf from '@tensorflow/tfjs';
import type { WasmKernel } from '../wasm-kernel.js';

/**
 * The gradient of `maxPool`, [N, height, width, C]: each pixel gets the gradients of the windows whose first largest value
 * it is. The module's own kernel ignores negative values and so assigns the gradient of such windows to a wrong pixel.
 */
export const maxPoolGrad: WasmKernel = {
  kernelName: 'MaxPoolGrad',
  run({ dy, input }, attributes, backend) {
    if (dy === undefined || input === undefined) throw new Error('MaxPoolGrad needs dy and input');
    const { filterSize, strides, pad, dimRoundingMode } = attributes as unknown as tf.MaxPoolGradAttrs;
    const shape = tf.backend_util.computePool2DInfo(
      input.shape as [number, number, number, number],
      filterSize,
      strides,
      1,
      pad,
      dimRoundingMode,
    );
    const out = backend.makeOutput(input.shape, 'float32');
    const gradient = backend.typedArrayFromHeap(out).fill(0);
    const pixels = backend.typedArrayFromHeap(input);
    backend.typedArrayFromHeap(dy).forEach((value, window) => {
      const largest = largestOfWindow(pixels, shape, window);
      gradient[largest] = (gradient[largest] as number) + value;
    });
    return out;
  },
};

/** The index of the first largest pixel under a window, itself an index into the pooled images. */
function largestOfWindow(pixels: ArrayLike<number>, shape: tf.backend_util.Conv2DInfo, window: number): number {
  const { inHeight, inWidth, inChannels, outHeight, outWidth, filterHeight, filterWidth, strideHeight, strideWidth, padInfo } = shape;
  const channel = window % inChannels;
  const place = (window - channel) / inChannels;
  const top = (Math.floor(place / outWidth) % outHeight) * strideHeight - padInfo.top;
  const left = (place % outWidth) * strideWidth - padInfo.left;
  const image = Math.floor(place / (outWidth * outHeight)) * inHeight;
  let largest = -1;
  for (let row = Math.max(0, top); row < Math.min(inHeight, top + filterHeight); row++) {
    for (let column = Math.max(0, left); column < Math.min(inWidth, left + filterWidth); column++) {
      const pixel = ((image + row) * inWidth + column) * inChannels + channel;
      if (largest < 0 || (pixels[pixel] as number) > (pixels[largest] as number)) largest = pixel;
    }
  }
  return largest;
}
