import { expectShape, withoutTape } from '@cmg/nn';
import * as tf from '@tensorflow/tfjs';
import type { Futures } from './cpc-networks.js';

/** The set of candidates: see {@link contrastFutures}. */
export type CpcCandidates = 'targets' | 'contexts';

/** One value for each context modality m (rows) and target modality o (columns). */
export interface PairwiseContrast {
  /** InfoNCE, mean over clips and predicted segments, [M, M]; differentiable. */
  readonly loss: tf.Tensor2D;
  /** Fraction of contexts whose own target has the highest log-probability, [M, M]; no gradient. */
  readonly accuracy: tf.Tensor2D;
}

/**
 * InfoNCE of all ordered pairs of modalities by one product. With $Z_{ij} = z^o_{i,t+k} \cdot W_k c^m_j$ (target clip i, context
 * clip j), the loss of (m, o) is minus the mean over $i = j$ and k of the log-softmax of $Z$
 *
 * - over the candidate `targets` i for each context j (paper, equation 6): which future belongs to this past?
 * - over the candidate `contexts` j for each target i (official code): which past belongs to this future?
 *
 * Accuracy is in both cases the fraction of contexts j whose log-probability is highest at target i = j, as in the official
 * code. A batch of one clip has no other candidates: loss 0, accuracy 1.
 *
 * Where clips lack segments, those of (m, o) and k are the clips that have segment t of m and t + k of o. A pair that no clip has: both 0.
 *
 * @throws CmgError if predictions and targets differ in shape.
 */
export function contrastFutures({ predictions, targets, known }: Futures, candidates: CpcCandidates): PairwiseContrast {
  expectShape(predictions, ['n', 'M', 'B', 'D'], 'contrastFutures: predictions');
  expectShape(targets, predictions.shape, 'contrastFutures: targets');
  const [steps, modalities, batch, width] = predictions.shape;
  const rows = (x: tf.Tensor4D) => x.reshape([steps, modalities * batch, width]);
  const [given, candidate] = candidates === 'targets' ? [predictions, targets] : [targets, predictions];
  const scores = tf.matMul(rows(given), rows(candidate), false, true);
  // [n, modality and clip of the given side, modality and clip of the candidate]
  const table = scores.reshape([steps, modalities, batch, modalities, batch]);
  const own = tf.eye(batch).reshape([1, 1, batch, 1, batch]);
  const compared = known && comparedClips(known, candidates);
  const logProbability = tf.logSoftmax(compared === undefined ? table : amongCandidates(table, compared));
  const loss =
    compared === undefined
      ? (tf.sum(tf.mul(logProbability, own), [0, 2, 4]).mul(-1 / (batch * steps)) as tf.Tensor2D)
      : (tf.neg(overCompared(tf.mul(logProbability, own).sum(4), compared)) as tf.Tensor2D);
  const accuracy = withoutTape(() => accuracyOf(logProbability, candidates, compared));
  return candidates === 'targets' ? { loss, accuracy } : { loss: tf.transpose(loss), accuracy: tf.transpose(accuracy) };
}

/** Taken from the score of a clip that is not compared. */
const APART = 1e9;

/** The clips that are compared, 1 or 0, [n, modality of the given side, clip, modality of the candidate]. */
function comparedClips({ contexts, targets }: NonNullable<Futures['known']>, candidates: CpcCandidates): tf.Tensor4D {
  const [steps, modalities, batch] = targets.shape;
  const [given, candidate] = candidates === 'targets' ? [contexts.expandDims(0), targets] : [targets, contexts.expandDims(0)];
  const of = (x: tf.Tensor) => x.reshape([x.shape[0], modalities, batch]);
  const there = tf.mul(of(given).expandDims(3), tf.transpose(of(candidate), [0, 2, 1]).expandDims(1));
  return there.reshape([steps, modalities, batch, modalities]);
}

/** Candidates that are not compared, the last axis, as far below all others as gets no probability. */
function amongCandidates(table: tf.Tensor, compared: tf.Tensor4D): tf.Tensor {
  return tf.add(table, tf.mul(tf.sub(tf.transpose(compared, [0, 1, 3, 2]).expandDims(2), 1), APART));
}

/** The mean of values [n, given, clip, candidate] over the clips that are compared and all n, [given, candidate]. */
function overCompared(values: tf.Tensor, compared: tf.Tensor4D): tf.Tensor {
  return tf.div(tf.sum(tf.mul(values, compared), [0, 2]), tf.maximum(tf.sum(compared, [0, 2]), 1));
}

/** [modality of the given side, modality of the candidate]. */
function accuracyOf(logProbability: tf.Tensor, candidates: CpcCandidates, compared: tf.Tensor4D | undefined): tf.Tensor2D {
  const batch = logProbability.shape[2] as number;
  const clips = tf.range(0, batch, 1, 'int32');
  if (candidates === 'contexts') {
    const among = compared === undefined ? logProbability : tf.add(logProbability, tf.mul(tf.sub(compared, 1), APART).expandDims(4));
    // [n, given, candidate, clip of the candidate]
    const found = hits(tf.argMax(among, 2), clips);
    if (compared === undefined) return tf.mean(found, [0, 3]) as tf.Tensor2D;
    return overCompared(tf.transpose(found, [0, 1, 3, 2]), compared) as tf.Tensor2D;
  }
  const found = hits(tf.argMax(logProbability, 4), clips.reshape([1, 1, batch, 1]));
  return (compared === undefined ? tf.mean(found, [0, 2]) : overCompared(found, compared)) as tf.Tensor2D;
}

const hits = (found: tf.Tensor, expected: tf.Tensor): tf.Tensor => tf.cast(tf.equal(found, expected), 'float32');
