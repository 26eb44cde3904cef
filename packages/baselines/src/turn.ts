import { expectTwoModalities, forModality, hostValue, type ObjectiveFactory, type Random, type Scalars, type StepState } from '@cmg/core';
import { meanSquaredError, stopGradient } from '@cmg/nn';
import * as tf from '@tensorflow/tfjs';
import { z } from 'zod';
import { contrastOf, contrastOptions } from './clip-contrast.js';
import { clipCosines } from './clip-means.js';

/**
 * The error of segments that are rebuilt from the codes of another modality: the mean over all elements of the segments that `hidden`
 * marks of (rebuilt - x)^2. rebuilt and x [B, T, ...]; hidden [B, T], 1 or 0, with as many ones in each clip.
 *
 * @param count segments of a clip that are marked
 * @param present [B, T], 1 or 0: others of those that are marked are left out; default: none is
 */
export function hiddenError(rebuilt: tf.Tensor, x: tf.Tensor, hidden: tf.Tensor, count: number, present?: tf.Tensor2D): tf.Scalar {
  if (present !== undefined) return meanSquaredError(rebuilt, x, tf.mul(hidden, present));
  const mask = perSegment(hidden, x.rank);
  const segments = x.shape[1] as number;
  return meanSquaredError(tf.mul(rebuilt, mask), tf.mul(x, mask)).mul(segments / count);
}

/** [B, T] as [B, T, 1, ...]. */
const perSegment = (hidden: tf.Tensor, rank: number): tf.Tensor => hidden.reshape([...hidden.shape, ...Array<number>(rank - 2).fill(1)]);

const options = contrastOptions({ temperature: 0.07, learnt: false }).extend({
  hidden: z
    .number()
    .min(0)
    .max(1)
    .default(0.5)
    .describe(
      'share of the segments whose specific features are hidden from the decoder, and which alone are scored; 0: all are shown and scored',
    ),
  reconstruction: z.number().min(0).default(1).describe('factor of the cross reconstruction; that of the contrast is 1'),
});

export type TurnOptions = z.infer<typeof options>;

/**
 * TURN: a contrast of clips, and cross reconstruction.
 *
 * - One term per pair of modalities (`audio-video`): {@link clipContrast} of $S_{ij} = \cos(u^a_i, u^b_j)$, $u^m_i = \mean_t z^m_{it}$.
 * - One term per ordered pair (`audio-from-video`): x^a rebuilt by its own decoder D^a from the codes q^b of the other modality at the same
 *   time and its own specific features, mse(D^a(q^b; s^a), sg x^a). A share of the segments of s^a is set to 0, others in each clip and
 *   step, and only these are scored: what they contain can come from the codes alone. The straight-through gradient reaches the encoder of
 *   the other modality. Of clips that lack segments, those that both modalities have are scored.
 *
 * z, q [B, T, D]; s, x [B, T, ...]. Training only. Zhao et al. 2022, "Towards Effective Multi-Modal Interchanges in Zero-Resource Sounding
 * Object Localization".
 */
export const turn: ObjectiveFactory<TurnOptions> = {
  name: 'turn',
  description: "contrasts clips by the means of their segments, and rebuilds each modality from the others' codes",
  options,
  create: ({ hidden, reconstruction, ...contrastSettings }, build) => {
    expectTwoModalities('turn', build);
    const contrast = contrastOf(clipCosines, contrastSettings, build);
    return {
      readsPresent: true,
      terms: (step) => ({ losses: { ...contrast(step), ...crossReconstruction(step, hidden, reconstruction) } }),
    };
  },
};

function crossReconstruction(step: StepState, share: number, factor: number): Scalars {
  const losses = step.modalities.flatMap((m) => {
    const errorFrom = rebuiltError(step, m, share);
    return step.modalities.filter((other) => other !== m).map((other) => [`${m}-from-${other}`, errorFrom(other).mul(factor)] as const);
  });
  return Object.fromEntries(losses) as Scalars;
}

/** The error of a modality as a function of the one whose codes it is rebuilt from; the same segments are hidden for all. */
function rebuiltError(step: StepState, modality: string, share: number): (other: string) => tf.Scalar {
  const [x, s] = [stopGradient(forModality(step.targets, modality)), forModality(step.specific, modality)];
  const { present } = step;
  const both = (other: string) => present && tf.mul<tf.Tensor2D>(forModality(present, modality), forModality(present, other));
  const rebuild = (other: string, specific: tf.Tensor) => {
    const codes = forModality(step.quantized, other);
    return step.decode(modality, present ? tf.mul(codes, tf.expandDims(forModality(present, other), 2)) : codes, specific);
  };
  if (share === 0) return (other) => meanSquaredError(rebuild(other, s), x, both(other));
  const [batch, segments] = x.shape as [number, number];
  const count = Math.max(1, Math.round(share * segments));
  const hidden = hostValue(() => drawHidden(step.random.fork('turn', modality), batch, segments, count));
  const shown = tf.mul(s, perSegment(tf.sub(1, hidden), s.rank));
  return (other) => hiddenError(rebuild(other, shown), x, hidden, count, both(other));
}

/** [B, T]: 1 at `count` random segments of each clip, 0 elsewhere. */
function drawHidden(random: Random, batch: number, segments: number, count: number): tf.Tensor2D {
  const values = new Float32Array(batch * segments);
  for (let clip = 0; clip < batch; clip++) {
    for (const segment of random.permutation(segments).subarray(0, count)) values[clip * segments + segment] = 1;
  }
  return tf.tensor2d(values, [batch, segments]);
}
