import type { Scalars } from '@cmg/core';
import * as tf from '@tensorflow/tfjs';

/** Rescaling of gradients as by `torch.nn.utils.clip_grad_norm_`: times norm / (total + 1e-6) if that is below 1. */
export interface ClipOptions {
  /** The largest norm that passes unchanged. */
  readonly norm: number;
  /** Whose norm: of each module (first part of a parameter's path) by itself, or of all parameters together. */
  readonly per: 'module' | 'all';
}

export interface Clipping {
  /** Norm per module before clipping. */
  readonly norms: Scalars;
  /** The factor of each module's gradients; absent without clipping. */
  readonly coefficients: Scalars | undefined;
}

/** @param modules the module of each gradient. */
export function clipCoefficients(gradients: readonly tf.Tensor[], modules: readonly string[], clip: ClipOptions | undefined): Clipping {
  const squares: Record<string, tf.Scalar> = {};
  gradients.forEach((gradient, i) => {
    const module = modules[i] as string;
    const square = tf.tidy(() => tf.sum(tf.square(gradient)) as tf.Scalar);
    squares[module] = squares[module] === undefined ? square : tf.add(squares[module], square);
  });
  const norms = mapScalars(squares, (square) => tf.sqrt(square));
  if (clip === undefined) return { norms, coefficients: undefined };
  const coefficient = (total: tf.Scalar) => tf.minimum(tf.div(clip.norm, tf.add(total, 1e-6)), 1) as tf.Scalar;
  if (clip.per === 'module') return { norms, coefficients: mapScalars(norms, coefficient) };
  const shared = coefficient(tf.sqrt(tf.addN(Object.values(squares))));
  return { norms, coefficients: mapScalars(norms, () => shared) };
}

function mapScalars(scalars: Scalars, map: (scalar: tf.Scalar) => tf.Scalar): Scalars {
  return Object.fromEntries(Object.entries(scalars).map(([name, scalar]) => [name, map(scalar)]));
}
