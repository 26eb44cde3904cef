import * as tf from '@tensorflow/tfjs';
import { matrixOf } from '../heap-matrix.js';
import { multiplyMatrices } from '../multiply-matrices.js';
import type { HeapStack } from '../multiplier.js';
import type { WasmBackend } from '../wasm-backend.js';
import type { WasmKernel } from '../wasm-kernel.js';

/**
 * `matMul` of stacks of matrices, [..., I, J] x [..., J, K] -> [..., I, K]; a stack of one is broadcast.
 *
 * The module's own kernel is single-threaded and a hundred times slower for transposed matrices, which every gradient of a
 * product needs.
 */
export const batchMatMul: WasmKernel = {
  kernelName: 'BatchMatMul',
  run({ a, b }, { transposeA, transposeB }, backend) {
    const left = stackOf(a, 'a', Boolean(transposeA));
    const right = stackOf(b, 'b', Boolean(transposeB));
    tf.util.assert(
      left.columns === right.rows,
      () =>
        `matMul: the inner sizes ${left.columns} and ${right.rows} of [${left.tensor.shape.join()}] and [${right.tensor.shape.join()}] differ`,
    );
    const outer = tf.broadcast_util.assertAndGetBroadcastShape(left.tensor.shape.slice(0, -2), right.tensor.shape.slice(0, -2));
    const count = tf.util.sizeFromShape(outer);
    tf.util.assert(
      [left, right].every((stack) => stack.count === 1 || stack.count === count),
      () => `matMul: cannot pair the stacks [${left.tensor.shape.join()}] and [${right.tensor.shape.join()}]`,
    );
    const out = backend.makeOutput([...outer, left.rows, right.columns], 'float32');
    multiplyStacks(backend, left, right, count, out);
    return out;
  },
};

/** A tensor read as matrices of `rows` x `columns`, after the requested transposition. */
interface Stack {
  readonly tensor: tf.TensorInfo;
  readonly transposed: boolean;
  readonly count: number;
  readonly rows: number;
  readonly columns: number;
}

function stackOf(tensor: tf.TensorInfo | undefined, name: string, transposed: boolean): Stack {
  if (tensor?.dtype !== 'float32') throw new Error(`matMul: ${name} must be float32, not ${tensor?.dtype}`);
  const [height, width] = tensor.shape.slice(-2) as [number, number];
  const count = tf.util.sizeFromShape(tensor.shape.slice(0, -2));
  return { tensor, transposed, count, rows: transposed ? width : height, columns: transposed ? height : width };
}

function multiplyStacks(backend: WasmBackend, left: Stack, right: Stack, count: number, out: tf.TensorInfo): void {
  const product = matrixOf(backend, out, left.rows, right.columns);
  if (right.count === 1 && !left.transposed && left.count === count) {
    multiplyMatrices(backend, { ...heapStackOf(backend, left), rows: left.rows * count }, heapStackOf(backend, right), product);
  } else {
    multiplyMatrices(backend, heapStackOf(backend, left), heapStackOf(backend, right), product, count);
  }
}

function heapStackOf(backend: WasmBackend, { tensor, transposed, count, rows, columns }: Stack): HeapStack {
  return { ...matrixOf(backend, tensor, rows, columns), transposed, repeated: count === 1 };
}
