import * as tf from '@tensorflow/tfjs';
import type { MomentumTeacher } from '../objective.js';
import type { ParameterScope } from '../parameter-scope.js';
import { forModality, perModality } from '../per-modality.js';

/** The simplest teacher: z' = scale x, where each modality's scale starts at 1 and follows 2. */
export function sampleTeacher(scope: ParameterScope, modalities: readonly string[]): MomentumTeacher {
  const scales = perModality(modalities, (m) => scope.child('teacher').buffer(m, [], () => Float32Array.of(1)));
  return {
    follow: (momentum) =>
      tf.tidy(() => {
        for (const scale of Object.values(scales)) scale.assign(scale.mul(momentum).add(2 * (1 - momentum)));
      }),
    semantic: ({ inputs }) => perModality(modalities, (m) => tf.mul(forModality(inputs, m), forModality(scales, m)) as tf.Tensor3D),
  };
}
