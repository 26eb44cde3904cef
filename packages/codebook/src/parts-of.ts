import * as tf from '@tensorflow/tfjs';

/** Of segments present [B, T], which of their parts are there, as z [B, T, D] is read as rows of `width`: [B T D / width]. */
export function partsOf(present: tf.Tensor2D, { shape: [, , whole] }: tf.Tensor3D, width: number): tf.Tensor1D {
  const heads = whole / width;
  return (heads === 1 ? present : tf.tile(present.reshape([-1, 1]), [1, heads])).reshape([-1]);
}
