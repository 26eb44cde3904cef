import type { ModalityPlugin } from '@cmg/core';
import { dropout, linear } from '@cmg/nn';
import * as tf from '@tensorflow/tfjs';
import { z } from 'zod';

const options = z.strictObject({ specificWidth: z.int().min(1).default(4).describe('S') });

/** A modality of affine maps over flat segments [F]; with `frontEnd`, one more that both encoders share; `rate` of dropout. */
export function fakeModality(name: string, { frontEnd = false, rate = 0.1 } = {}): ModalityPlugin<z.infer<typeof options>> {
  return {
    name,
    description: 'affine maps for tests',
    options,
    features: { axes: ['F'], description: 'anything' },
    ...(frontEnd && {
      createFrontEnd: (_options: unknown, { parameters, featureShape: [features] }) => {
        const affine = linear(parameters.child('affine'), features as number, 6);
        return { featureShape: [6], apply: (x: tf.Tensor) => tf.tanh(affine(x)) };
      },
    }),
    createSemanticEncoder: (_options, { parameters, width, featureShape: [features] }) => {
      const affine = linear(parameters.child('affine'), features as number, width);
      return { apply: (x, context) => dropout(affine(x), rate, context, parameters.path) as tf.Tensor3D };
    },
    createSpecificEncoder: ({ specificWidth }, { parameters, featureShape: [features] }) => {
      const affine = linear(parameters.child('affine'), features as number, specificWidth);
      const view = linear(parameters.child('view'), specificWidth, 3);
      return {
        clubWidth: 3,
        specificShape: [specificWidth],
        apply: (x) => {
          const specific = tf.relu(affine(x));
          return { specific, clubView: view(specific) as tf.Tensor3D };
        },
      };
    },
    createDecoder: (_options, { parameters, width, featureShape: [features], specificShape: [specific] }) => {
      const affine = linear(parameters.child('affine'), width + (specific as number), features as number);
      return { apply: (quantized, s) => affine(tf.concat([quantized, s], 2)) };
    },
  };
}
