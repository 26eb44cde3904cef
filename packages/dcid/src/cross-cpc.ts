import { CmgError, expectTwoModalities, forModality, hostValue, isRecording, type Objective, type ObjectiveFactory } from '@cmg/core';
import * as tf from '@tensorflow/tfjs';
import { z } from 'zod';
import { contrastFutures } from './contrast-futures.js';
import { cpcNetworks } from './cpc-networks.js';

const options = z.strictObject({
  layers: z.int().min(1).default(1).describe('layers of the LSTM over the past; 2 in the official code'),
  predictionSteps: z.int().min(1).default(1).describe('n, how many segments after t are predicted'),
  minStart: z.int().min(0).default(1).describe('the smallest t, the last segment of the past'),
  candidates: z
    .enum(['targets', 'contexts'])
    .default('targets')
    .describe("find a future among the batch's futures (paper), or a past among its pasts (official)"),
  selfWeight: z.number().min(0).default(0).describe('weight of predicting the same modality; .1 in the official code'),
});

export type CrossCpcOptions = z.infer<typeof options>;

/**
 * Cross-modal contrastive predictive coding: from the past of one modality, identify the future of another modality that
 * belongs to the same clip. This keeps in z what the modalities share.
 *
 * Once per batch, t is drawn uniformly from {minStart..T-n-1} of `step.random.fork('cross-cpc')`. The loss is the sum of
 * {@link contrastFutures} over ordered pairs of different modalities, plus `selfWeight` times that of each modality with itself.
 * Reads z [B, T, D] before quantisation. Logs the accuracy of every pair that has a weight, context first
 * (`accuracy/audio-video`). Training only. Paper: DCID, equation 6.
 */
export const crossCpc: ObjectiveFactory<CrossCpcOptions> = {
  name: 'cross-cpc',
  description: "predicts each modality's next segments from the past of the others, contrastively",
  options,
  create: ({ layers, predictionSteps, minStart, candidates, selfWeight }, build): Objective => {
    expectEnoughSegments(build.segments, minStart, predictionSteps);
    if (selfWeight === 0) expectTwoModalities('cross-cpc', build, 'Add a modality, set a selfWeight, or remove this objective.');
    const { modalities } = build;
    const networks = cpcNetworks(build.parameters, modalities, build.width, layers, predictionSteps);
    const weights = modalities.map((m) => modalities.map((o) => (m === o ? selfWeight : 1)));
    return {
      readsPresent: true,
      terms: (step) => {
        const semantic = modalities.map((m) => forModality(step.semantic, m));
        const present = step.present && modalities.map((m) => forModality(step.present ?? {}, m));
        const segments = (semantic[0] as tf.Tensor3D).shape[1];
        const draw = () => step.random.fork('cross-cpc').integer(minStart, segments - predictionSteps);
        const t = isRecording() ? hostValue(() => tf.scalar(draw(), 'int32')) : draw();
        const { loss, accuracy } = contrastFutures(networks(semantic, t, present), candidates);
        const values = tf.unstack(accuracy.flatten());
        const named = modalities.flatMap((m, i) => modalities.map((o, j) => [`accuracy/${m}-${o}`, weights[i]?.[j], i, j] as const));
        const metrics = named
          .filter(([, weight]) => weight !== 0)
          .map(([name, , i, j]) => [name, values[i * modalities.length + j] as tf.Scalar] as const);
        return {
          losses: { pairs: tf.sum(tf.mul(loss, tf.tensor2d(weights))) as tf.Scalar },
          metrics: Object.fromEntries(metrics),
        };
      },
    };
  },
};

function expectEnoughSegments(segments: number, minStart: number, predictionSteps: number): void {
  const least = minStart + predictionSteps + 1;
  if (segments >= least) return;
  throw new CmgError(`needs clips of at least ${least} segments, but the data has ${segments}`, {
    where: 'cross-cpc',
    kind: 'usage',
    hint: `${least} = minStart ${minStart} + 1 and predictionSteps ${predictionSteps}: lower one of them, or remove this objective.`,
  });
}
