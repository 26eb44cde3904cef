import { forModality, type ParameterScope, type PerModality } from '@cmg/core';
import { relu } from '@cmg/nn';
import * as tf from '@tensorflow/tfjs';
import type { Gaussian } from './gaussian.js';
import { laneLinear } from './lane-linear.js';

/** Affine maps of each network. */
const DEPTH = 4;

/** The names of a modality's two networks, in the order of their lanes. */
export const CLUB_NETWORKS = ['mean', 'logVariance'] as const;

/**
 * The variational networks q_theta(c|x) of all modalities: two relu networks of four affine maps each, D -> hidden -> hidden
 * -> hidden -> C, for the mean and for the log variance, whose output passes through tanh, so that it is in (-1, 1).
 *
 * x: [B, T, D] per modality -> Gaussians over [B, T, C]. Maps of equal shape in all networks are lanes of one
 * product. Parameters: `<modality>/{mean,logVariance}/<0..3>/{weight,bias}`. Cheng et al. 2020, "CLUB".
 *
 * @throws CmgError if the width of x is not D.
 */
export function clubNetworks(
  scope: ParameterScope,
  modalities: readonly string[],
  width: number,
  clubWidths: PerModality<number>,
  hidden: number,
): (x: PerModality<tf.Tensor3D>) => PerModality<Gaussian> {
  const scopesOf = (modality: string, layer: number) => CLUB_NETWORKS.map((network) => scope.child(modality).child(network).child(layer));
  const inner = Array.from({ length: DEPTH - 1 }, (_, layer) =>
    laneLinear(
      modalities.flatMap((m) => scopesOf(m, layer)),
      layer === 0 ? width : hidden,
      hidden,
    ),
  );
  const outer = modalities.map((m) => laneLinear(scopesOf(m, DEPTH - 1), hidden, forModality(clubWidths, m)));
  return (x) => {
    const lanes = modalities.flatMap((m) => CLUB_NETWORKS.map(() => forModality(x, m).reshape([-1, forModality(x, m).shape[2]])));
    const features = inner.reduce<tf.Tensor>((h, layer) => relu(layer(h)), tf.stack(lanes));
    const perModality = modalities.length === 1 ? [features] : tf.split(features, modalities.length);
    return Object.fromEntries(
      modalities.map((m, i) => {
        const [batch, segments] = forModality(x, m).shape;
        const shape: [number, number, number] = [batch, segments, forModality(clubWidths, m)];
        const outputs = (outer[i] as (h: tf.Tensor) => tf.Tensor)(perModality[i] as tf.Tensor);
        const [mean, logVariance] = tf.unstack(outputs) as [tf.Tensor, tf.Tensor];
        return [m, { mean: mean.reshape(shape), logVariance: tf.tanh(logVariance).reshape(shape) }];
      }),
    );
  };
}
