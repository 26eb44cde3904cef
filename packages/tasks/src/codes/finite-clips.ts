import { CmgError } from '@cmg/core';
import * as tf from '@tensorflow/tfjs';

/** Which clips have z of finite numbers: z [B, T, D] -> [B], 1 or 0. What has none would get some code all the same. */
export const finiteClips = (semantic: tf.Tensor3D): tf.Tensor1D => tf.all(tf.isFinite(semantic), [1, 2]);

/**
 * @param finite of {@link finiteClips}
 * @param first the number of the first of them
 * @throws CmgError that names the first clip whose z is not finite
 */
export function expectFiniteClips(finite: ArrayLike<number>, modality: string, first: number, where?: string): void {
  const wrong = Array.prototype.indexOf.call(finite, 0);
  if (wrong < 0) return;
  throw notFinite(modality, first + wrong, where);
}

/** What is told of a clip whose z is not finite. */
export const notFinite = (modality: string, clip: number, where?: string): CmgError =>
  new CmgError(`the encoder of ${modality} gives no finite numbers for clip ${clip}`, {
    ...(where !== undefined && { where }),
    hint: 'Its features are too large, or far from those that the run was trained on.',
  });
