import { type Assignment, Random } from '@cmg/core';
import { gap, officialRun } from '@cmg/test-support';
import * as tf from '@tensorflow/tfjs';
import { clipAgreement, countUse, type EmaState, quantize } from '../src/index.js';

describe.each(['at', 'av', 'avt'] as const)('the official run %s', (variant) => {
  it('has the same codes, counters of use and agreement of clips in three steps', async () => {
    const { steps, updateOrder: modalities, values, tensor } = await officialRun(variant);
    let embedding = tensor<tf.Tensor2D>('init/encoder/Cross_quantizer.embedding');
    let codebook = { sinceUse: tf.fill([modalities.length, 24], -1) } as unknown as EmaState;
    for (const [step, recorded] of steps.entries()) {
      const semantic = Object.fromEntries(modalities.map((m) => [m, tensor<tf.Tensor3D>(`step${step}/semantic/${m}`)]));
      const quantized = modalities.map((m) => quantize(semantic[m] as tf.Tensor3D, embedding));
      quantized.forEach(({ codes }, i) => expect(gap(codes, values(`step${step}/quantized/${modalities[i]}`))).toBeLessThan(1e-6));
      const indices = Object.fromEntries(modalities.map((m, i) => [m, quantized[i]?.indices as tf.Tensor3D]));
      const batch: Assignment = { modalities, semantic, indices, random: new Random(0) };
      codebook = countUse(codebook, batch);
      expect(gap(codebook.sinceUse.min(0), values(`step${step}/codebook/unactivated_count`))).toBe(0);
      const plain = Object.fromEntries(modalities.map((m) => [m, indices[m]?.dataSync() as Int32Array]));
      expect(clipAgreement(plain, 10) * 4).toBe(recorded.equal_num);
      embedding = tensor(`step${step}/codebook/embedding`);
    }
  });
});
