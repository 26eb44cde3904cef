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
 * @throws CmgError if predictions and targets differ in shape.
 */
export function contrastFutures({ predictions, targets }: Futures, candidates: CpcCandidates): PairwiseContrast {
  expectShape(predictions, ['n', 'M', 'B', 'D'], 'contrastFutures: predictions');
  expectShape(targets, predictions.shape, 'contrastFutures: targets');
  const [steps, modalities, batch, width] = predictions.shape;
  const rows = (x: tf.Tensor4D) => x.reshape([steps, modalities * batch, width]);
  const [given, candidate] = candidates === 'targets' ? [predictions, targets] : [targets, predictions];
  const scores = tf.matMul(rows(given), rows(candidate), false, true);
  // [n, modality and clip of the given side, modality and clip of the candidate]
  const logProbability = tf.logSoftmax(scores.reshape([steps, modalities, batch, modalities, batch]));
  const own = tf.eye(batch).reshape([1, 1, batch, 1, batch]);
  const loss = tf.sum(tf.mul(logProbability, own), [0, 2, 4]).mul(-1 / (batch * steps)) as tf.Tensor2D;
  const accuracy = withoutTape(() => accuracyOf(logProbability, candidates));
  return candidates === 'targets' ? { loss, accuracy } : { loss: tf.transpose(loss), accuracy: tf.transpose(accuracy) };
}

/** [modality of the given side, modality of the candidate]. */
function accuracyOf(logProbability: tf.Tensor, candidates: CpcCandidates): tf.Tensor2D {
  const batch = logProbability.shape[2] as number;
  const clips = tf.range(0, batch, 1, 'int32');
  if (candidates === 'contexts') return tf.mean(hits(tf.argMax(logProbability, 2), clips), [0, 3]) as tf.Tensor2D;
  return tf.mean(hits(tf.argMax(logProbability, 4), clips.reshape([1, 1, batch, 1])), [0, 2]) as tf.Tensor2D;
}

const hits = (found: tf.Tensor, expected: tf.Tensor): tf.Tensor => tf.cast(tf.equal(found, expected), 'float32');
