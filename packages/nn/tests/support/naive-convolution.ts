import * as tf from '@tensorflow/tfjs';

type Grid = number[][][][];

const grid = (shape: readonly number[]): Grid => tf.zeros([...shape]).arraySync() as Grid;

/** Calls `visit(n, i, j, a, b, c, o)` for each product of a valid convolution with output [n, i, j, o] and tap [a, b, c, o]. */
function products(sizes: readonly number[], visit: (...at: [number, number, number, number, number, number, number]) => void): void {
  const [N, I, J, A, B, C, O] = sizes as [number, number, number, number, number, number, number];
  for (let n = 0; n < N; n++)
    for (let i = 0; i < I; i++)
      for (let j = 0; j < J; j++)
        for (let a = 0; a < A; a++)
          for (let b = 0; b < B; b++) for (let c = 0; c < C; c++) for (let o = 0; o < O; o++) visit(n, i, j, a, b, c, o);
}

/** x [N, H, W, C], w [k, k, C, O] -> valid convolution, by its definition. */
export function naiveConv2d(x: tf.Tensor, w: tf.Tensor): tf.Tensor {
  const [n, height, width, channels] = x.shape as [number, number, number, number];
  const [k, , , out] = w.shape as [number, number, number, number];
  const y = grid([n, height - k + 1, width - k + 1, out]);
  const [xs, ws] = [x.arraySync() as Grid, w.arraySync() as Grid];
  products([n, height - k + 1, width - k + 1, k, k, channels, out], (m, i, j, a, b, c, o) => {
    y[m]![i]![j]![o]! += xs[m]![i + a]![j + b]![c]! * ws[a]![b]![c]![o]!;
  });
  return tf.tensor(y);
}

/** x [N, H, W, C], w [k, k, O, C] -> transposed convolution of stride 1, by its definition. */
export function naiveConvTranspose2d(x: tf.Tensor, w: tf.Tensor): tf.Tensor {
  const [n, height, width, channels] = x.shape as [number, number, number, number];
  const [k, , out] = w.shape as [number, number, number, number];
  const y = grid([n, height + k - 1, width + k - 1, out]);
  const [xs, ws] = [x.arraySync() as Grid, w.arraySync() as Grid];
  products([n, height, width, k, k, channels, out], (m, i, j, a, b, c, o) => {
    y[m]![i + a]![j + b]![o]! += xs[m]![i]![j]![c]! * ws[a]![b]![o]![c]!;
  });
  return tf.tensor(y);
}
