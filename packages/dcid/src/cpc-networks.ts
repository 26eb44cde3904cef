import { CmgError, type ParameterScope } from '@cmg/core';
import { stackedLstm } from '@cmg/nn';
import * as tf from '@tensorflow/tfjs';
import { laneLinear } from './lane-linear.js';

/** Each modality's predictions of the segments after t, and the targets. */
export interface Futures {
  /** W_k c^m, [n, M, B, D]. */
  readonly predictions: tf.Tensor4D;
  /** z^m[t+k], [n, M, B, D]. */
  readonly targets: tf.Tensor4D;
  /** Which of the clips have segment t, [M, B], and t + k, [n, M, B], 1 or 0; absent: all have all. */
  readonly known?: { readonly contexts: tf.Tensor2D; readonly targets: tf.Tensor3D };
}

/**
 * From M semantic features [B, T, D] and a segment t, 0 <= t < T - n, and which segments there are, [B, T] each (default: all). If only the device knows t, the LSTM runs over all segments that
 * t may be.
 */
export type CpcNetworks = (semantic: readonly tf.Tensor3D[], t: number | tf.Scalar, present?: readonly tf.Tensor2D[]) => Futures;

/**
 * The predictive networks of Cross-CPC: per modality an LSTM, D wide, over the segments 0..t, whose output at t is the
 * context c^m, and an affine predictor W_k for each of the next n segments.
 *
 * All modalities are lanes of one LSTM and of one product. Parameters: `<modality>/lstm/l<layer>/...` as of `stackedLstm`, and
 * `<modality>/predictors/<k-1>/{weight,bias}`. Paper: DCID, Cross-CPC; van den Oord et al. 2018.
 *
 * @throws CmgError if t leaves no past or no future.
 */
export function cpcNetworks(
  scope: ParameterScope,
  modalities: readonly string[],
  width: number,
  layers: number,
  predictionSteps: number,
): CpcNetworks {
  const lstm = stackedLstm(
    modalities.map((m) => scope.child(m).child('lstm')),
    width,
    width,
    layers,
  );
  const steps = Array.from({ length: predictionSteps }, (_, k) => k);
  const predict = laneLinear(
    steps.flatMap((k) => modalities.map((m) => scope.child(m).child('predictors').child(k))),
    width,
    width,
  );
  return (semantic, t, present) => {
    const all = tf.stack([...semantic]) as tf.Tensor4D;
    const [count, batch, segments] = all.shape;
    const starts = segments - predictionSteps;
    if (starts < 1 || (typeof t === 'number' && (t < 0 || t >= starts))) {
      throw new CmgError(`cannot predict ${predictionSteps} segments after segment ${typeof t === 'number' ? t : 0} of ${segments}`, {
        where: scope.path,
      });
    }
    const past = lstm(tf.slice(all, [0, 0, 0, 0], [count, batch, typeof t === 'number' ? t + 1 : starts, width]));
    const contexts = segmentAt(past, t);
    const repeated = predictionSteps === 1 ? contexts : tf.tile(contexts, [predictionSteps, 1, 1]);
    return {
      predictions: predict(repeated).reshape([predictionSteps, count, batch, width]),
      targets: tf.stack(steps.map((k) => segmentAt(all, t, k + 1))) as tf.Tensor4D,
      ...(present && { known: knownAt(present, t, steps) }),
    };
  };
}

/** Segment t + offset of x [M, B, T, D], [M, B, D]. */
function segmentAt(x: tf.Tensor4D, t: number | tf.Scalar, offset = 0): tf.Tensor3D {
  const [count, batch, segments, width] = x.shape;
  if (typeof t === 'number') return tf.slice(x, [0, 0, t + offset, 0], [count, batch, 1, width]).reshape([count, batch, width]);
  const chosen = tf
    .oneHot(tf.add(t, offset).cast('int32').reshape([1]), segments)
    .cast('float32')
    .reshape([segments, 1]);
  return tf.sum(tf.mul(x, chosen), 2);
}

function knownAt(present: readonly tf.Tensor2D[], t: number | tf.Scalar, steps: readonly number[]): NonNullable<Futures['known']> {
  const all = tf.expandDims(tf.stack([...present]), 3) as tf.Tensor4D;
  const at = (offset: number) => segmentAt(all, t, offset).squeeze<tf.Tensor2D>([2]);
  return { contexts: at(0), targets: tf.stack(steps.map((k) => at(k + 1))) as tf.Tensor3D };
}
