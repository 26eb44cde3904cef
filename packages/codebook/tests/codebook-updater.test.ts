import type { Objective } from '@cmg/core';
import { assignment, workedExample } from '@cmg/test-support';
import * as tf from '@tensorflow/tfjs';
import { codebookUpdater, codeReset, countUse, ema, emaOptions, type EmaState, emaUpdate, resetOptions } from '../src/index.js';
import { buildFor, codebookFor } from './support/codebook-for.js';

const CODEBOOK = codebookFor(4, 2, ['a', 'b']);
const BUILD = buildFor(CODEBOOK);

function example(): { codebook: EmaState; batch: ReturnType<typeof assignment> } {
  const { za, zb, embedding } = workedExample();
  return {
    codebook: { embedding, emaCount: tf.ones([4]), emaSum: embedding.clone(), sinceUse: tf.fill([2, 4], -1) },
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

const plain = ema.create(emaOptions.parse({}), BUILD);

describe('codebookUpdater', () => {
  it('counts use and learns by plain EMA where no objective learns', () => {
    const { codebook, batch } = example();
    const next = codebookUpdater(CODEBOOK, [{}])(codebook, batch);
    const shares = [batch.semantic['a'], batch.semantic['b']].map((vectors, i) => ({
      indices: batch.indices[i === 0 ? 'a' : 'b'] as tf.Tensor3D,
      vectors: vectors as tf.Tensor3D,
    }));
    expect(next.embedding.arraySync()).toEqual(emaUpdate(codebook, shares, emaOptions.parse({})).embedding.arraySync());
    expect(next.sinceUse.arraySync()).toEqual(countUse(codebook, batch).sinceUse.arraySync());
  });

  it('learns before it resets, whatever the order of the list, with the counters of this batch', () => {
    const { codebook, batch } = example();
    const seen: number[][][] = [];
    const spy: Objective = {
      updateCodebook: (state) => {
        const { sinceUse, embedding } = state as EmaState;
        seen.push(sinceUse.arraySync(), embedding.arraySync());
        return state;
      },
    };
    const next = codebookUpdater(CODEBOOK, [spy, plain])(codebook, batch);
    expect(seen).toEqual([
      [
        [0, 0, 0, 0],
        [0, 0, 0, 0],
      ],
      next.embedding.arraySync(),
    ]);
  });

  it('keeps a reset code after the update that resets it', () => {
    const { codebook, batch } = example();
    const reset = codeReset.create({ ...resetOptions.parse({}), patience: 1 }, BUILD);
    const dead = {
      ...codebook,
      sinceUse: tf.tensor2d([
        [0, 0, 5, 0],
        [0, 0, 5, 0],
      ]),
    };
    const next = codebookUpdater(CODEBOOK, [reset, plain])(dead, batch);
    const segments = [...(batch.semantic['a']?.arraySync().flat() ?? []), ...(batch.semantic['b']?.arraySync().flat() ?? [])];
    expect(segments).toContainEqual(next.embedding.arraySync()[2]);
    expect(next.emaCount.arraySync()[2]).toBe(1);
  });

  it('returns four tensors of its own, and no more, in many steps', () => {
    const { codebook, batch } = example();
    const lazy: Objective = { learnsCodebook: true, updateCodebook: (state) => state };
    const before = tf.memory().numTensors;
    for (const objectives of [[plain], [lazy], [plain, codeReset.create({ ...resetOptions.parse({}), patience: 1 }, BUILD)]]) {
      const update = codebookUpdater(CODEBOOK, objectives);
      let state = update(codebook, batch);
      for (let i = 0; i < 4; i++) {
        const next = update(state, batch);
        tf.dispose(Object.values(state));
        state = next;
        expect(state.embedding.isDisposed).toBe(false);
      }
      expect(tf.memory().numTensors).toBe(before + 4);
      tf.dispose(Object.values(state));
    }
    expect(codebook.emaSum.isDisposed).toBe(false);
  });

  it('refuses two objectives that learn the codebook', () => {
    expect(() => codebookUpdater(CODEBOOK, [plain, plain])).toThrow('2 objectives learn the codebook');
  });
});
