import { codebookUpdater, commitmentLoss, type EmaState, quantize, sharedCodebook } from '@cmg/codebook';
import { type Assignment, Random } from '@cmg/core';
import { gap, officialRun } from '@cmg/test-support';
import * as tf from '@tensorflow/tfjs';
import { cmcm, codeMatch, codeMatchingLoss, crossCommitmentLoss, mmEma } from '../src/index.js';
import { build } from './support/build.js';

describe.each(['at', 'av', 'avt'] as const)('the official run %s', (variant) => {
  it('has the same commitment, code matching and codebook in three steps', async () => {
    const { steps, updateOrder: modalities, values, tensor } = await officialRun(variant);
    const update = codebookUpdater(sharedCodebook.create(sharedCodebook.options.parse({ size: 24 }), { width: 256, modalities }), [
      mmEma.create(mmEma.options.parse({ pairing: 'aligned', order: 'sequential' }), build(...modalities)),
      cmcm.create({ variant: 'official' }, build(...modalities)),
    ]);
    const quantizer = 'init/encoder/Cross_quantizer';
    let codebook: EmaState = {
      embedding: tensor(`${quantizer}.embedding`),
      emaCount: tensor(`${quantizer}.ema_count`),
      emaSum: tensor(`${quantizer}.ema_weight`),
      sinceUse: tf.fill([modalities.length, 24], -1),
    };
    for (const [step, recorded] of steps.entries()) {
      const semantic = Object.fromEntries(modalities.map((m) => [m, tensor<tf.Tensor3D>(`step${step}/semantic/${m}`)]));
      const all = modalities.map((m) => quantize(semantic[m] as tf.Tensor3D, codebook.embedding));
      const indices = Object.fromEntries(modalities.map((m, i) => [m, all[i]?.indices as tf.Tensor3D]));
      const batch: Assignment = { modalities, semantic, indices, random: new Random(0) };

      modalities.forEach((m, i) => {
        const z = semantic[m] as tf.Tensor3D;
        const others = all.filter((_, o) => o !== i).map(({ codes }) => codes);
        const own = commitmentLoss(z, all[i]?.codes as tf.Tensor3D, 0.25);
        const commit = own
          .add(crossCommitmentLoss(z, others, 0.25))
          .mul(2)
          .dataSync()[0];
        expect(commit).toBeCloseTo(recorded.commit[m] as number, 5);
      });
      const matching = codeMatchingLoss(
        all.map(({ distances }) => codeMatch(distances)),
        'official',
      );
      expect(matching.sum().mul(0.5).dataSync()[0]).toBeCloseTo(recorded.cmcm, 5);

      codebook = update(codebook, batch);
      const after = `step${step}/codebook`;
      expect(gap(codebook.embedding, values(`${after}/embedding`))).toBeLessThan(5e-6);
      expect(gap(codebook.emaCount, values(`${after}/ema_count`))).toBeLessThan(5e-6);
      expect(gap(codebook.emaSum, values(`${after}/ema_weight`))).toBeLessThan(5e-6);
      expect(gap(codebook.sinceUse.min(0), values(`${after}/unactivated_count`))).toBe(0);
    }
  });
});
