import type { Decoder, ModalityBuild } from '@cmg/core';
import * as tf from '@tensorflow/tfjs';
import { expectShape } from '../expect-shape.js';
import { linear } from '../layers/linear.js';
import { vectorWidth } from './vector-width.js';

/**
 * The decoder of a modality whose segments are vectors: x^ = output(concat[code(q), s]), with q [B, T, D] and s [B, T, S] ->
 * [B, T, F]. The same in training and inference. Parameters: `code` D -> S, `output` 2S -> F. The paper, section 3.2.
 *
 * @throws CmgError if the features are not vectors, or q or s has another shape.
 */
export function vectorDecoder({
  parameters,
  width,
  featureShape,
  specificShape,
}: ModalityBuild & { readonly specificShape: readonly number[] }): Decoder {
  const specificWidth = vectorWidth(specificShape, parameters.path);
  const code = linear(parameters.child('code'), width, specificWidth);
  const output = linear(parameters.child('output'), 2 * specificWidth, vectorWidth(featureShape, parameters.path));
  return {
    apply(quantized, specific) {
      expectShape(specific, ['B', 'T', specificWidth], parameters.path);
      return output(tf.concat([code(quantized), specific], -1));
    },
  };
}
