import { CmgError } from '@cmg/core';
import * as tf from '@tensorflow/tfjs';

/** Sizes of the networks of `clubNetworks`. */
export interface ClubSizes {
  /** D. */
  readonly width: number;
  readonly hidden: number;
  /** C of each modality. */
  readonly clubWidths: readonly number[];
}

/** Features of one batch as R = B T rows; constant to gradients. */
export interface ClubRows {
  /** x of each modality, twice (mean, log variance): [2 M, R, D]. */
  readonly inputs: tf.Tensor3D;
  /** c of each modality, [R, C]. */
  readonly targets: readonly tf.Tensor2D[];
  /** Of each modality R times the share of each row in its mean, [R, 1]; absent: all have the same. */
  readonly weights?: readonly tf.Tensor2D[];
}

/** One evaluation of the networks on the rows. */
export interface LikelihoodGradient {
  /** Of minus the sum of the modalities' log-likelihoods, for all parameters concatenated in the order of their creation. */
  readonly gradient: tf.Tensor1D;
  /** The log-likelihood of each modality; computed on demand. */
  readonly likelihoods: () => tf.Scalar[];
}

/** Layers of lanes: weight [lanes, in, out] and bias [lanes, 1, out]. */
interface Layer {
  readonly weight: tf.Tensor3D;
  readonly bias: tf.Tensor3D;
}

/** Affine maps of all networks before the last. */
const INNER = 3;

/**
 * The gradient of {@link logLikelihood} through the networks of `clubNetworks` in closed form. With tfjs's gradients it takes
 * five times the operations, and the inner steps of CLUB are most of the operations of a training step.
 *
 * With e = mu - c, p = exp(-lv) and R rows, minus the log-likelihood has the derivatives e p / R with respect to mu and (1 -
 * e^2 p) / 2R with respect to lv, and lv = tanh(a) contributes the factor (1 - lv^2) for a; then the chain rule of relu layers. With weights
 * w, w / R takes the place of 1 / R.
 *
 * @param values all parameters concatenated, in the order in which `clubNetworks` creates them
 */
export function likelihoodGradient(values: tf.Tensor1D, sizes: ClubSizes, { inputs, targets, weights }: ClubRows): LikelihoodGradient {
  const { inner, outer } = layersOf(values, sizes);
  const hiddens: tf.Tensor[] = [inputs];
  for (const { weight, bias } of inner) hiddens.push(tf.relu(tf.add(tf.matMul(hiddens.at(-1) as tf.Tensor, weight), bias)));
  const features = split(hiddens.at(-1) as tf.Tensor, outer.length);
  const ends = outer.map(({ weight, bias }, m) => evaluate(tf.add(tf.matMul(at(features, m), weight), bias), at(targets, m), weights?.[m]));

  const gradients: tf.Tensor[] = ends.flatMap(({ down }, m) => parameterGradients(at(features, m), down));
  let above = join(ends.map(({ down }, m) => tf.matMul(down, at(outer, m).weight, false, true)));
  for (let layer = INNER - 1; layer >= 0; layer--) {
    const down = tf.mul(above, tf.sign(at(hiddens, layer + 1)));
    gradients.unshift(...parameterGradients(at(hiddens, layer), down));
    if (layer > 0) above = tf.matMul(down, at(inner, layer).weight, false, true);
  }
  const rows = inputs.shape[1];
  const flat = tf.concat1d(gradients.map((gradient) => gradient.reshape([gradient.size]) as tf.Tensor1D));
  return {
    gradient: tf.mul(flat, 1 / rows),
    likelihoods: () => ends.map(({ terms }) => tf.sum(terms()).mul(-0.5 / rows)),
  };
}

function layersOf(values: tf.Tensor1D, { width, hidden, clubWidths }: ClubSizes): { inner: Layer[]; outer: Layer[] } {
  const lanes = 2 * clubWidths.length;
  const shapes = [
    ...Array.from({ length: INNER }, (_, layer) => [lanes, layer === 0 ? width : hidden, hidden] as const),
    ...clubWidths.map((clubWidth) => [2, hidden, clubWidth] as const),
  ];
  const parts = shapes.flatMap(([n, from, to]): [number, number, number][] => [
    [n, from, to],
    [n, 1, to],
  ]);
  const counts = parts.map(([n, from, to]) => n * from * to);
  if (counts.reduce((sum, count) => sum + count, 0) !== values.size) {
    throw new CmgError(`expected the ${counts.join(' + ')} parameters of CLUB's networks, got ${values.size}`);
  }
  const tensors = tf.split(values, counts).map((part, i) => part.reshape(at(parts, i)) as tf.Tensor3D);
  const layers = shapes.map((_, i) => ({ weight: at(tensors, 2 * i), bias: at(tensors, 2 * i + 1) }));
  return { inner: layers.slice(0, INNER), outer: layers.slice(INNER) };
}

/** outputs [2, R, C] (mu and a), c [R, C] -> R times the derivatives with respect to them, [2, R, C], and the terms of the likelihood, [R, C]. */
function evaluate(outputs: tf.Tensor, c: tf.Tensor2D, weights: tf.Tensor2D | undefined) {
  const [mean, beforeTanh] = tf.unstack(outputs) as [tf.Tensor, tf.Tensor];
  const logVariance = tf.tanh(beforeTanh);
  const error = tf.sub(mean, c);
  const scaled = tf.mul(error, tf.exp(tf.neg(logVariance)));
  const scaledSquares = tf.mul(error, scaled);
  const byLogVariance = tf.mul(tf.sub(0.5, tf.mul(scaledSquares, 0.5)), tf.sub(1, tf.square(logVariance)));
  const weighted = <T extends tf.Tensor>(x: T): T => (weights === undefined ? x : tf.mul<T>(x, weights));
  return { down: weighted(tf.stack([scaled, byLogVariance])), terms: () => weighted(tf.add(scaledSquares, logVariance)) };
}

/** Of a layer's weight and bias. */
function parameterGradients(x: tf.Tensor, down: tf.Tensor): [tf.Tensor, tf.Tensor] {
  return [tf.matMul(x, down, true), tf.sum(down, 1)];
}

const at = <T>(values: readonly T[], i: number): T => values[i] as T;
const split = (lanes: tf.Tensor, count: number): tf.Tensor[] => (count === 1 ? [lanes] : tf.split(lanes, count));
const join = (lanes: tf.Tensor[]): tf.Tensor => (lanes.length === 1 ? (lanes[0] as tf.Tensor) : tf.concat(lanes));
