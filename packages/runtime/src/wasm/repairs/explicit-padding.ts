import * as tf from '@tensorflow/tfjs';
import type { KernelRepair } from '../kernel-repair.js';

/** Converts the padding `same` to pixels: computing it itself, the module returns zeros if a stride exceeds the filter. */
export const explicitPadding: KernelRepair = {
  kernelNames: ['Conv2D', 'FusedConv2D'],
  run(call, own) {
    const { strides, pad, dilations, dataFormat, dimRoundingMode } = call.attributes as unknown as tf.Conv2DAttrs;
    if (pad !== 'same' || dataFormat !== 'NHWC') return own(call);
    const [images, filter] = [call.inputs['x']?.shape, call.inputs['filter']?.shape] as [Shape, Shape];
    const { padInfo } = tf.backend_util.computeConv2DInfo(images, filter, strides, dilations, pad, dimRoundingMode);
    const pixels = [
      [0, 0],
      [padInfo.top, padInfo.bottom],
      [padInfo.left, padInfo.right],
      [0, 0],
    ];
    return own({ ...call, attributes: { ...call.attributes, pad: pixels } });
  },
};

type Shape = [number, number, number, number];
