import * as tf from '@tensorflow/tfjs';

/** The kernels of the module that convolve. */
export const CONVOLUTIONS = ['Conv2D', 'FusedConv2D'] as const;

/**
 * The attributes of a convolution with the padding `same` spelled out in pixels: left to work it out itself, the module
 * returns zeros where a stride is larger than the filter.
 */
export function withExplicitPadding(inputs: tf.NamedTensorInfoMap, attributes: tf.NamedAttrMap): tf.NamedAttrMap {
  const { strides, pad, dilations, dataFormat, dimRoundingMode } = attributes as unknown as tf.Conv2DAttrs;
  if (pad !== 'same' || dataFormat !== 'NHWC') return attributes;
  const [images, filter] = [inputs['x']?.shape, inputs['filter']?.shape] as [Shape, Shape];
  const { padInfo } = tf.backend_util.computeConv2DInfo(images, filter, strides, dilations, pad, dimRoundingMode);
  return { ...attributes, pad: [[0, 0], [padInfo.top, padInfo.bottom], [padInfo.left, padInfo.right], [0, 0]] as unknown as tf.Attribute };
}

type Shape = [number, number, number, number];
