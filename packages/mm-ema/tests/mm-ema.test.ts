import type { Assignment } from '@cmg/core';
import { type EmaState, emaUpdate } from '@cmg/codebook';
import { assignment, expectClose, workedExample } from '@cmg/test-support';
import * as tf from '@tensorflow/tfjs';
import { mmEma, type MmEmaOptions, pairedVectors } from '../src/index.js';
import { build } from './support/build.js';

const official = { pairing: 'aligned', order: 'sequential' } as const;
const paper = { pairing: 'cross-attention', order: 'joint', epsilon: 0 } as const;

function example(count: number): { codebook: EmaState; batch: Assignment } {
  const { za, zb, embedding } = workedExample();
  return {
    codebook: {
      embedding,
      emaCount: tf.fill([4], count),
      emaSum: count === 0 ? embedding.clone() : embedding.mul(count),
      sinceUse: tf.fill([2, 4], -1),
    },
    batch: assignment(
      { a: za, b: zb },
      {
        a: [
          [0, 1],
          [1, 0],
        ],
        b: [
          [0, 1],
          [1, 3],
        ],
      },
    ),
  };
}

function update(options: Partial<MmEmaOptions>, { codebook, batch }: ReturnType<typeof example>): EmaState {
  const objective = mmEma.create(mmEma.options.parse(options), build(...batch.modalities));
  return objective.updateCodebook?.(codebook, batch) as EmaState;
}

describe('mmEma', () => {
  it('moves the codes of the worked example as the official code does', () => {
    const one = update(official, example(1));
    expectClose(one.emaCount, [1.009899802, 1.019899702, 0.980100298, 0.990100198], 1e-6);
    expectClose(
      one.embedding,
      [0.9980247526, -0.001450639, 0.0019511723, 0.9951223615, -0.999999696, -0.999999696, 0.5060598927, -0.5005048994],
      1e-6,
    );
    const none = update(official, example(0));
    expectClose(
      none.embedding,
      [33.8391867897, -0.0491855965, 0.0500249875, 25.5133720828, -49300.5075376884, -49300.5075376884, 50.0306668458, -49.481482797],
      2e-4,
    );
  });

  it("moves them as the paper's equation 7 does", () => {
    const one = update(paper, example(1));
    expectClose(one.emaCount, [1.02, 1.03, 0.99, 1], 1e-6);
    expectClose(one.embedding, [0.9941032152, 0.0033827408, 0.0083379703, 0.9880295435, -1, -1, 0.5047657714, -0.4993539306], 1e-6);
    const none = update(paper, example(0));
    expectClose(none.emaCount, [0.03, 0.04, 0, 0.01], 1e-6);
    expectClose(
      none.embedding,
      [33.7995093181, 0.1150131873, 0.2147027353, 25.4417607461, -Infinity, -Infinity, 50.476577139, -49.9353930577],
      1e-5,
    );
  });

  it('is plain EMA without pairing', () => {
    const { codebook, batch } = example(1);
    const shares = batch.modalities.map((m) => ({
      indices: batch.indices[m] as tf.Tensor3D,
      vectors: batch.semantic[m] as tf.Tensor3D,
    }));
    const plain = emaUpdate(codebook, shares, { decay: 0.99, epsilon: 1e-5, order: 'sequential' });
    expect(update({ pairing: 'none' }, { codebook, batch }).embedding.arraySync()).toEqual(plain.embedding.arraySync());
  });

  it.each(['aligned', 'cross-attention'] as const)('in joint order does not depend on names or order of modalities: %s', (pairing) => {
    const { codebook, batch } = example(1);
    const renamed = { ...batch, modalities: ['y', 'x'], semantic: { x: batch.semantic['a'], y: batch.semantic['b'] } } as Assignment;
    const indices = { x: batch.indices['a'], y: batch.indices['b'] } as Assignment['indices'];
    const first = update({ pairing, order: 'joint' }, { codebook, batch });
    const second = update({ pairing, order: 'joint' }, { codebook, batch: { ...renamed, indices } });
    expectClose(second.embedding, Array.from(first.embedding.dataSync()), 1e-6);
  });

  it.each(['aligned', 'cross-attention'] as const)('pairs whole segments, of which each head brings its part: %s', (pairing) => {
    const { codebook, batch } = example(1);
    const semantic = Object.fromEntries(Object.entries(batch.semantic).map(([m, z]) => [m, z.reshape([1, 2, 4]) as tf.Tensor3D]));
    const indices = Object.fromEntries(Object.entries(batch.indices).map(([m, i]) => [m, i.reshape([1, 2, 2]) as tf.Tensor3D]));
    const next = update({ pairing }, { codebook, batch: { ...batch, semantic, indices } });
    const vectors = pairedVectors([semantic['a'] as tf.Tensor3D, semantic['b'] as tf.Tensor3D], pairing);
    const parts = ['a', 'b'].map((m, i) => ({
      indices: indices[m]?.reshape([1, 4, 1]) as tf.Tensor3D,
      vectors: vectors[i]?.reshape([1, 4, 2]) as tf.Tensor3D,
    }));
    expect(next.embedding.arraySync()).toEqual(
      emaUpdate(codebook, parts, { decay: 0.99, epsilon: 1e-5, order: 'sequential' }).embedding.arraySync(),
    );
  });

  it('makes three tensors a step, and leaves no other behind', () => {
    for (const pairing of ['none', 'aligned', 'cross-attention'] as const) {
      const { codebook, batch } = example(1);
      const before = tf.memory().numTensors;
      update({ pairing }, { codebook, batch });
      expect(tf.memory().numTensors).toBe(before + 3);
    }
  });

  it('refuses to pair one modality, and takes it without pairing', () => {
    const options = mmEma.options.parse({});
    expect(options).toEqual({ decay: 0.99, epsilon: 1e-5, order: 'sequential', pairing: 'aligned' });
    expect(mmEma.options.safeParse({ pairng: 'none' }).success).toBe(false);
    expect(() => mmEma.create(options, build('audio'))).toThrow("mm-ema: pairs modalities, but this run has only 'audio'");
    expect(mmEma.create({ ...options, pairing: 'none' }, build('audio')).learnsCodebook).toBe(true);
  });
});
