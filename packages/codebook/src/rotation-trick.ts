import { expectShape, SHORTEST, unitVectors } from '@cmg/nn';
import * as tf from '@tensorflow/tfjs';

/**
 * The rotation trick: by value exactly the codes, written as $q = \lambda R z$, with $R$ the rotation that turns z onto its code in the
 * plane of both, and $\lambda = |q| / |z|$. Both are constant to the gradient, which reaches z as $\lambda R^\top dq$: dz makes the same
 * angle with z as dq with the code. No gradient reaches the codes.
 *
 * $$ R = I - 2 r r^\top + 2 \hat q \hat z^\top, \quad \hat z = z/|z|, \quad \hat q = q/|q|, \quad r = (\hat z + \hat q)/|\hat z + \hat q| $$
 *
 * z and codes [B, T, D] -> [B, T, D]. If z and its code are opposite, R is the reflection that maps one onto the other; if
 * z is 0, the gradient is large, but finite. Fifty et al. 2024, "Restructuring Vector Quantization with the Rotation Trick",
 * equation 4.
 *
 * @throws CmgError if the shapes differ.
 */
export function rotationTrick(z: tf.Tensor3D, codes: tf.Tensor3D): tf.Tensor3D {
  expectShape(codes, z.shape, 'rotationTrick: codes');
  const turned = tf.customGrad((x, save) => {
    (save as tf.GradSaveFunc)([x as tf.Tensor, codes]);
    return {
      value: tf.clone(codes),
      gradFunc: (dq: tf.Tensor, [from, to]: tf.Tensor[]) => turnBack(dq, from as tf.Tensor, to as tf.Tensor),
    };
  });
  return turned(z);
}

/** lambda R' dq. */
function turnBack(dq: tf.Tensor, z: tf.Tensor, codes: tf.Tensor): tf.Tensor {
  const along = (a: tf.Tensor) => tf.sum(tf.mul(a, dq), -1, true);
  const [z1, q1] = [unitVectors(z), unitVectors(codes)];
  const r = unitVectors(tf.add(z1, q1));
  const turn = tf.sub(tf.mul(z1, along(q1)), tf.mul(r, along(r)));
  const lambda = tf.div(tf.norm(codes, 2, -1, true), tf.maximum(tf.norm(z, 2, -1, true), SHORTEST));
  return tf.mul(tf.add(dq, tf.mul(turn, 2)), lambda);
}
