import { CmgError, type SpecificFeatures } from '@cmg/core';
import * as tf from '@tensorflow/tfjs';
import type { ModalityParts } from './modality-network.js';

export interface ExpectedShapes {
  /** The modality and its package, for messages. */
  readonly label: string;
  /** D. */
  readonly width: number;
  /** Shape of one segment that encoders take and the decoder rebuilds. */
  readonly featureShape: readonly number[];
}

/**
 * The same parts, each of which throws a CmgError that names the modality, its package and the part where its result is not a tensor
 * of the shape that it should have; it would end in an error of TensorFlow's somewhere in a loss otherwise, or in a wrong number.
 */
export function checkedNetwork({ frontEnd, semantic, specific, decoder }: ModalityParts, expected: ExpectedShapes): ModalityParts {
  const { label, width, featureShape } = expected;
  const check = <T extends tf.Tensor>(part: string, result: T | null | undefined, like: tf.Tensor, segment: readonly number[]): T => {
    const shape = [...like.shape.slice(0, 2), ...segment];
    if (result instanceof tf.Tensor && result.shape.join() === shape.join()) return result;
    const got =
      result instanceof tf.Tensor ? `[${result.shape.join(', ')}]` : `${result === null ? 'null' : typeof result}, which is not a tensor`;
    throw new CmgError(`expected [${shape.join(', ')}], got ${got}`, {
      where: `${label}: ${part}`,
      hint: 'The first two axes are clips and segments, B and T; the others are those of one segment.',
    });
  };
  return {
    frontEnd: frontEnd && {
      featureShape: frontEnd.featureShape,
      apply: (x, context) => check('front end', frontEnd.apply(x, context), x, featureShape),
    },
    semantic: { apply: (x, context) => check('semantic encoder', semantic.apply(x, context), x, [width]) },
    specific: {
      clubWidth: specific.clubWidth,
      specificShape: specific.specificShape,
      apply: (x, context) => {
        const result = specific.apply(x, context) as Partial<SpecificFeatures> | null | undefined;
        return {
          specific: check('specific encoder, specific', result?.specific, x, specific.specificShape),
          clubView: check('specific encoder, clubView', result?.clubView, x, [specific.clubWidth]),
        };
      },
    },
    decoder: { apply: (quantized, s, context) => check('decoder', decoder.apply(quantized, s, context), quantized, featureShape) },
  };
}
