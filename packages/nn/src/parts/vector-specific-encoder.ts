import type { ModalityBuild, SpecificEncoder } from '@cmg/core';
import type * as tf from '@tensorflow/tfjs';
import { linear } from '../layers/linear.js';
import { relu } from '../layers/relu.js';
import { vectorWidth } from './vector-width.js';

/**
 * The modality-specific encoder Psi of a modality whose segments are vectors: s = relu(affine(x)), [B, T, F] -> [B, T, S];
 * CLUB reads s itself. The same in training and inference. Parameters: `affine` F -> S. The paper, section 3.2.
 *
 * @param width S.
 * @throws CmgError if the features are not vectors.
 */
export function vectorSpecificEncoder({ parameters, featureShape }: ModalityBuild, width: number): SpecificEncoder {
  const affine = linear(parameters.child('affine'), vectorWidth(featureShape, parameters.path), width);
  return {
    clubWidth: width,
    specificShape: [width],
    apply(x) {
      const specific = relu(affine(x)) as tf.Tensor3D;
      return { specific, clubView: specific };
    },
  };
}
