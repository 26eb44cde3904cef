import * as tf from '@tensorflow/tfjs';

/**
 * Bilinear interpolation of pictures, [N, H, W, C] -> [N, height, width, C], with pixels as areas: PyTorch's
 * `interpolate(mode='bilinear', align_corners=False)`.
 *
 * Two products of matrices, one per axis, and so is the gradient: every backend has it.
 */
export function interpolate(x: tf.Tensor4D, height: number, width: number): tf.Tensor4D {
  const [, rows, columns] = x.shape;
  if (rows === height && columns === width) return x;
  const operation = tf.customGrad((pictures) => ({
    value: mix(pictures as tf.Tensor4D, mixing(rows, height), mixing(columns, width), false),
    gradFunc: (gradient: tf.Tensor4D) => mix(gradient, mixing(rows, height), mixing(columns, width), true),
  }));
  return operation(x);
}

/** What each of `to` places takes from each of `from`, row-major [to, from]. */
function mixing(from: number, to: number): tf.Tensor2D {
  const parts = new Float32Array(to * from);
  for (let place = 0; place < to; place++) {
    const at = Math.min(Math.max(((place + 0.5) * from) / to - 0.5, 0), from - 1);
    const first = Math.min(Math.floor(at), Math.max(from - 2, 0));
    const second = Math.min(first + 1, from - 1);
    parts[place * from + first] = 1 - (at - first);
    parts[place * from + second] = (parts[place * from + second] as number) + (second === first ? 0 : at - first);
  }
  return tf.tensor2d(parts, [to, from]);
}

function mix(x: tf.Tensor4D, vertical: tf.Tensor2D, horizontal: tf.Tensor2D, transposed: boolean): tf.Tensor4D {
  const [count, height, width, channels] = x.shape;
  const rows = along(vertical, x.reshape([count, height, width * channels]), transposed);
  const newHeight = rows.shape[1];
  const columns = along(horizontal, rows.reshape([count * newHeight, width, channels]), transposed);
  return columns.reshape([count, newHeight, columns.shape[1], channels]);
}

/** matrix x [N, from, F] -> [N, to, F]. */
function along(matrix: tf.Tensor2D, x: tf.Tensor, transposed: boolean): tf.Tensor3D {
  return tf.matMul(matrix.expandDims<tf.Tensor3D>(0), x, transposed);
}
