import * as tf from '@tensorflow/tfjs';

/** An operation to be compared between two backends, forward and backward. */
export interface OpCase {
  readonly name: string;
  /** Shapes of the arguments that get a gradient. */
  readonly shapes: readonly (readonly number[])[];
  readonly op: (...inputs: tf.Tensor[]) => tf.Tensor;
  /** Maps the arguments into the operation's domain; default: as drawn, in [-2, 2). */
  readonly domain?: (value: number) => number;
  /** The operation has no gradient: compare the result only. */
  readonly forwardOnly?: boolean;
}

const positive = (value: number) => Math.abs(value) + 0.1;
const rows = () => tf.tensor1d([2, 0, 2, 1, 2], 'int32');

function unary(name: string, op: (x: tf.Tensor) => tf.Tensor, domain?: (value: number) => number): OpCase {
  return { name, shapes: [[3, 4, 5]], op, ...(domain && { domain }) };
}

function binary(name: string, op: (a: tf.Tensor, b: tf.Tensor) => tf.Tensor, domain?: (value: number) => number): OpCase[] {
  const pairs: [number[], number[]][] = [
    [
      [3, 4],
      [3, 4],
    ],
    [[3, 4], [4]],
    [
      [3, 1],
      [1, 4],
    ],
    [[2, 3, 4], []],
    [[4], [2, 3, 4]],
    [
      [2, 1, 4, 1],
      [3, 1, 5],
    ],
  ];
  return pairs.map(([a, b]) => ({
    name: `${name} of [${a.join()}] and [${b.join()}]`,
    shapes: [a, b],
    op,
    ...(domain && { domain }),
  }));
}

function reduction(name: string, op: (x: tf.Tensor, axis?: number | number[], keep?: boolean) => tf.Tensor, forwardOnly = false): OpCase[] {
  const axes: (number | number[] | undefined)[] = [undefined, 0, 1, -1, [0, 2], [1, 2]];
  return axes.map((axis) => ({ name: `${name} over ${String(axis)}`, shapes: [[3, 4, 5]], op: (x) => op(x, axis), forwardOnly }));
}

/** Every operation that training uses. */
export const OP_CASES: readonly OpCase[] = [
  {
    name: 'matMul',
    shapes: [
      [3, 4],
      [4, 5],
    ],
    op: (a, b) => tf.matMul(a, b),
  },
  {
    name: 'matMul transposed',
    shapes: [
      [4, 3],
      [5, 4],
    ],
    op: (a, b) => tf.matMul(a, b, true, true),
  },
  {
    name: 'matMul of batches',
    shapes: [
      [2, 3, 4],
      [2, 4, 5],
    ],
    op: (a, b) => tf.matMul(a, b),
  },
  {
    name: 'matMul of batches with one',
    shapes: [
      [6, 3, 4],
      [1, 4, 5],
    ],
    op: (a, b) => tf.matMul(a, b),
    forwardOnly: true,
  },
  {
    name: 'matMul of one with batches',
    shapes: [
      [1, 4, 3],
      [6, 4, 5],
    ],
    op: (a, b) => tf.matMul(a, b, true),
    forwardOnly: true,
  },
  {
    name: 'matMul of a large size',
    shapes: [
      [70, 45],
      [45, 67],
    ],
    op: (a, b) => tf.matMul(a, b),
  },
  {
    name: 'matMul without terms',
    shapes: [
      [2, 0],
      [0, 3],
    ],
    op: (a, b) => tf.matMul(a, b),
    forwardOnly: true,
  },
  {
    name: 'matMul of batches transposed',
    shapes: [
      [2, 2, 3, 4],
      [2, 2, 5, 4],
    ],
    op: (a, b) => tf.matMul(a, b, false, true),
  },
  { name: 'dot', shapes: [[4], [4]], op: (a, b) => tf.dot(a, b) },
  { name: 'gather', shapes: [[3, 4]], op: (x) => tf.gather(x, rows()) },
  { name: 'gather along 1', shapes: [[2, 3, 4]], op: (x) => tf.gather(x, rows(), 1) },
  {
    name: 'gather by a matrix',
    shapes: [[3, 4]],
    op: (x) =>
      tf.gather(
        x,
        tf.tensor2d(
          [
            [0, 2],
            [1, 1],
          ],
          [2, 2],
          'int32',
        ),
      ),
  },
  {
    name: 'gather along a batch',
    shapes: [[2, 3, 4]],
    op: (x) =>
      tf.gather(
        x,
        tf.tensor2d(
          [
            [0, 2],
            [1, 1],
          ],
          [2, 2],
          'int32',
        ),
        1,
        1,
      ),
    forwardOnly: true,
  },
  { name: 'unsortedSegmentSum', shapes: [[5, 2, 3]], op: (x) => tf.unsortedSegmentSum(x, rows(), 4) },
  { name: 'softmax', shapes: [[3, 4, 5]], op: (x) => tf.softmax(x) },
  { name: 'logSoftmax', shapes: [[3, 4, 5]], op: (x) => tf.logSoftmax(x) },
  { name: 'variance', shapes: [[3, 4, 5]], op: (x) => tf.moments(x, -1, true).variance },
  { name: 'layer normalisation', shapes: [[3, 4, 5], [5], [5]], op: (x, gain, bias) => normalise(x).mul(gain).add(bias) },
  { name: 'euclidean norm', shapes: [[3, 4]], op: (x) => tf.norm(x, 'euclidean', -1), domain: positive },
  ...reduction('sum', tf.sum),
  ...reduction('mean', tf.mean),
  ...reduction('max', tf.max),
  ...reduction('min', tf.min),
  ...reduction('logSumExp', tf.logSumExp),
  ...reduction('prod', tf.prod, true),
  ...[0, 1, 2].map((axis): OpCase => ({
    name: `argMax along ${axis}`,
    shapes: [[3, 4, 5]],
    op: (x) => tf.argMax(x, axis),
    forwardOnly: true,
  })),
  ...[0, 1, 2].map((axis): OpCase => ({
    name: `argMin along ${axis}`,
    shapes: [[3, 4, 5]],
    op: (x) => tf.argMin(x, axis),
    forwardOnly: true,
  })),
  { name: 'topk values', shapes: [[3, 6]], op: (x) => tf.topk(x, 3).values, forwardOnly: true },
  { name: 'topk indices', shapes: [[3, 6]], op: (x) => tf.topk(x, 3).indices, forwardOnly: true },
  { name: 'cumsum', shapes: [[3, 4]], op: (x) => tf.cumsum(x, 1) },
  { name: 'cumsum exclusive, reversed', shapes: [[3, 4]], op: (x) => tf.cumsum(x, 1, true, true) },
  { name: 'cumsum along 0', shapes: [[3, 4]], op: (x) => tf.cumsum(x, 0), forwardOnly: true },
  { name: 'oneHot', shapes: [[3, 4]], op: (x) => tf.oneHot(tf.argMax(x, 1), 6, 2, -1), forwardOnly: true },
  unary('relu', tf.relu),
  unary('tanh', tf.tanh),
  unary('sigmoid', tf.sigmoid),
  unary('exp', tf.exp),
  unary('log', tf.log, positive),
  unary('sqrt', tf.sqrt, positive),
  unary('rsqrt', tf.rsqrt, positive),
  unary('square', tf.square),
  unary('abs', tf.abs),
  unary('neg', tf.neg),
  unary('softplus', tf.softplus),
  unary('leakyRelu', (x) => tf.leakyRelu(x, 0.1)),
  unary('elu', tf.elu),
  unary('sin', tf.sin),
  unary('cos', tf.cos),
  unary('log1p', tf.log1p, positive),
  unary('expm1', tf.expm1),
  unary('reciprocal', tf.reciprocal, positive),
  unary('erf', tf.erf),
  unary('sign', tf.sign),
  unary('floor', tf.floor),
  unary('round', tf.round),
  unary('clipByValue', (x) => tf.clipByValue(x, -1, 1)),
  unary('logSigmoid', tf.logSigmoid),
  unary('selu', tf.selu),
  unary('step', tf.step),
  unary('relu6', (x) => tf.relu6(tf.mul(x, 5))),
  ...binary('add', tf.add),
  ...binary('sub', tf.sub),
  ...binary('mul', tf.mul),
  ...binary('div', tf.div, positive),
  ...binary('maximum', tf.maximum).map(unequalWithoutGradient),
  ...binary('minimum', tf.minimum).map(unequalWithoutGradient),
  ...binary('squaredDifference', tf.squaredDifference).map(unequalWithoutGradient),
  ...binary('pow', tf.pow, positive),
  ...binary('greater', tf.greater).map(withoutGradient),
  ...binary('lessEqual', tf.lessEqual).map(withoutGradient),
  {
    name: 'addN',
    shapes: [
      [3, 4],
      [3, 4],
      [3, 4],
    ],
    op: (...inputs) => tf.addN(inputs),
  },
  {
    name: 'concat',
    shapes: [
      [3, 4],
      [2, 4],
    ],
    op: (a, b) => tf.concat([a, b]),
  },
  {
    name: 'concat along 1',
    shapes: [
      [3, 4, 2],
      [3, 1, 2],
    ],
    op: (a, b) => tf.concat([a, b], 1),
  },
  { name: 'split', shapes: [[6, 4]], op: (x) => pair(tf.split(x, 3)) },
  { name: 'split into unequal parts', shapes: [[3, 5]], op: (x) => tf.split(x, [2, 3], 1)[1] as tf.Tensor },
  { name: 'slice of rank 5', shapes: [[2, 3, 2, 4, 20]], op: (x) => tf.slice(x, [0, 1, 0, 2, 1], [2, 2, 1, 2, 18]) },
  { name: 'unstack a row at a time', shapes: [[3, 1, 20]], op: (x) => pair(tf.unstack(x)) },
  { name: 'transpose with the last axis in place', shapes: [[2, 3, 1, 4, 20]], op: (x) => tf.transpose(x, [2, 0, 3, 1, 4]) },
  {
    name: 'gather in batches along the last axis',
    shapes: [[2, 3, 5]],
    op: (x) =>
      tf.gather(
        x,
        tf.tensor2d(
          [
            [4, 0],
            [1, 1],
          ],
          [2, 2],
          'int32',
        ),
        2,
        1,
      ),
    forwardOnly: true,
  },
  { name: 'slice', shapes: [[4, 5, 2]], op: (x) => tf.slice(x, [1, 0, 1], [2, 4, 1]) },
  { name: 'stridedSlice', shapes: [[4, 6]], op: (x) => tf.stridedSlice(x, [0, 1], [4, 6], [2, 2]), forwardOnly: true },
  {
    name: 'stack',
    shapes: [
      [3, 4],
      [3, 4],
    ],
    op: (a, b) => tf.stack([a, b], 1),
  },
  { name: 'unstack', shapes: [[3, 4]], op: (x) => pair(tf.unstack(x, 1)) },
  {
    name: 'pad',
    shapes: [[2, 3, 4]],
    op: (x) =>
      tf.pad(
        x,
        [
          [0, 1],
          [2, 0],
          [1, 1],
        ],
        0.5,
      ),
  },
  {
    name: 'pad of rank 4',
    shapes: [[2, 3, 4, 2]],
    op: (x) =>
      tf.pad(x, [
        [0, 0],
        [1, 1],
        [1, 2],
        [0, 0],
      ]),
  },
  { name: 'tile', shapes: [[2, 3]], op: (x) => tf.tile(x, [2, 3]) },
  { name: 'broadcastTo', shapes: [[2, 1, 3]], op: (x) => tf.broadcastTo(x, [4, 2, 5, 3]) },
  { name: 'transpose', shapes: [[2, 3, 4]], op: (x) => tf.transpose(x, [2, 0, 1]) },
  { name: 'transpose of rank 5', shapes: [[2, 3, 2, 4, 2]], op: (x) => tf.transpose(x, [4, 1, 3, 0, 2]) },
  { name: 'reverse', shapes: [[2, 3, 4]], op: (x) => tf.reverse(x, [0, 2]) },
  { name: 'reshape and expandDims', shapes: [[2, 6]], op: (x) => tf.expandDims(tf.reshape(x, [3, 4]), 1) },
  {
    name: 'where',
    shapes: [
      [3, 4],
      [3, 4],
    ],
    op: (a, b) =>
      tf.where(
        tf.tensor2d(
          [
            [1, 0, 1, 1],
            [0, 0, 1, 0],
            [1, 1, 0, 0],
          ],
          [3, 4],
          'bool',
        ),
        a,
        b,
      ),
  },
  {
    name: 'where by a row mask',
    shapes: [
      [3, 4],
      [3, 4],
    ],
    op: (a, b) => tf.where(tf.tensor1d([1, 0, 1], 'bool').expandDims(1), a, b),
  },
  {
    name: 'batchNorm',
    shapes: [[3, 2, 2, 4], [4], [4]],
    op: (x, m, g) => tf.batchNorm(x as tf.Tensor4D, m as tf.Tensor1D, tf.ones([4]), tf.zeros([4]), g as tf.Tensor1D),
  },
  { name: 'maxPool', shapes: [[2, 6, 6, 3]], op: (x) => tf.maxPool(x as tf.Tensor4D, 2, 2, 'valid') },
  { name: 'avgPool', shapes: [[2, 6, 6, 3]], op: (x) => tf.avgPool(x as tf.Tensor4D, 2, 2, 'valid') },
  { name: 'resizeBilinear', shapes: [[2, 3, 3, 2]], op: (x) => tf.image.resizeBilinear(x as tf.Tensor4D, [6, 6]) },
];

function withoutGradient(op: OpCase): OpCase {
  return { ...op, forwardOnly: true };
}

/** tfjs itself has wrong gradients for some operations that broadcast an argument. */
function unequalWithoutGradient(op: OpCase): OpCase {
  return { ...op, forwardOnly: String(op.shapes[0]) !== String(op.shapes[1]) };
}

function pair(parts: tf.Tensor[]): tf.Tensor {
  return tf.mul(parts[0] as tf.Tensor, parts[1] as tf.Tensor);
}

function normalise(x: tf.Tensor): tf.Tensor {
  const { mean, variance } = tf.moments(x, -1, true);
  return tf.mul(tf.sub(x, mean), tf.rsqrt(tf.add(variance, 1e-5)));
}
