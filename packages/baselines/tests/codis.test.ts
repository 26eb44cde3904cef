import type { Codebook, MomentumTeacher, ObjectiveBuild, StepState } from '@cmg/core';
import { expectClose, expectGradients, FEATURE_CASES, indicesOf, reference, workedExample } from '@cmg/test-support';
import * as tf from '@tensorflow/tfjs';
import { codis } from '../src/index.js';
import { byName, created, numberOf, stepOf, termsOf, totalOf } from './support/loss-of.js';

type Block = number[][][];

/** What codis reads of a build: codes, and a teacher whose features are the given ones. */
function buildOf(codes: tf.Tensor2D, taught: readonly tf.Tensor3D[], levels = 1): Partial<ObjectiveBuild> & { followed: number[] } {
  const followed: number[] = [];
  const teacher: MomentumTeacher = { follow: (momentum) => void followed.push(momentum), semantic: () => byName(taught) };
  const codebook = { levels, table: () => codes } as unknown as Codebook;
  return { width: codes.shape[1], codes: codes.shape[0], codebook, createTeacher: () => teacher, followed };
}

const featuresOf = (z: Block, features: 'clips' | 'segments') => (features === 'clips' ? z.map(reference.pooled) : z.flat());

describe('codis', () => {
  it.each([
    ['clips', [0.7015797867328455, 0.6292102195976247, 5.77110748772608 + 5.442219884899309]],
    ['segments', [0.416532735600136, 0.4955547558545764, 4.50398639945048 + 4.547213704110351]],
  ] as const)('has the values of the worked example, features: %s', (features, [a, b, assigned]) => {
    const { za, zb, ma, mb, embedding } = workedExample();
    const { objective } = created(codis, { features }, ['a', 'b'], buildOf(embedding, [ma, mb]));
    // The recorded cost is that of the teacher's own features. Fifty steps of e^{-2 C} multiply the rounding of C by 100.
    const own = termsOf(objective, [ma, mb]);
    expectClose(own['a'] as tf.Tensor, [a], 4e-5);
    expectClose(own['b'] as tf.Tensor, [b], 4e-5);
    expectClose(termsOf(objective, [za, zb])['a-b'] as tf.Tensor, [assigned], 1e-5);
  });

  it.each(FEATURE_CASES)('has the gradients of finite differences: %s', (_, { za, zb, codes }) => {
    const [ta, tb] = [zb.map((clip) => clip.toReversed()), za.map((clip) => clip.toReversed())];
    const settings = { beta: 0.5, iterations: 50 };
    for (const features of ['clips', 'segments'] as const) {
      const { objective } = created(
        codis,
        { features, temperature: 0.5 },
        ['a', 'b'],
        buildOf(tf.tensor2d(codes), [tf.tensor3d(ta), tf.tensor3d(tb)]),
      );
      const [planA, planB] = [ta, tb].map((t) => reference.planOf(featuresOf(t, features), codes, settings)) as [number[][], number[][]];
      const formula = (a: Block, b: Block) => {
        const [ua, ub] = [featuresOf(a, features), featuresOf(b, features)];
        return (
          reference.transportCost(ua, codes, planA) +
          reference.transportCost(ub, codes, planB) +
          reference.assignmentLoss(ua, codes, planB, 0.5) +
          reference.assignmentLoss(ub, codes, planA, 0.5)
        );
      };
      expectGradients((...z) => totalOf(objective, z), formula, [za, zb]);
    }
  });

  it('has a term for each modality and each pair, and lets the teacher follow once a step', () => {
    const { za, zb, embedding } = workedExample();
    const build = buildOf(embedding, [za, zb, za]);
    const { objective } = created(codis, { momentum: 0.9 }, ['a', 'b', 'c'], build);
    const step = stepOf([za, zb, za], usedCodes([0, 0, 0, 0], [1, 1, 1, 1], [2, 2, 2, 2]));
    objective.beforeTerms?.(step);
    expect(Object.keys(objective.terms?.(step).losses ?? {})).toEqual(['a', 'b', 'c', 'a-b', 'a-c', 'b-c']);
    expect(build.followed).toEqual([0.9]);
  });

  it('leaves out codes that no modality has used for a while, until one does', () => {
    const { za, zb, ma, mb, embedding } = workedExample();
    const { objective } = created(codis, { patience: 2 }, ['a', 'b'], buildOf(embedding, [ma, mb]));
    const lossWith = (codes: number[]) => {
      const chosen = tf.gather(embedding, codes);
      const { objective: fresh } = created(codis, {}, ['a', 'b'], buildOf(chosen as tf.Tensor2D, [ma, mb]));
      return numberOf(totalOf(fresh, [za, zb]));
    };
    const seen = (a: number[], b: number[]) => {
      const step = stepOf([za, zb], usedCodes(a, b));
      const metrics = objective.beforeTerms?.(step) ?? {};
      return [numberOf(metrics['codes-in-use']), numberOf(tf.addN(Object.values(objective.terms?.(step).losses ?? {})))];
    };
    const expectSeen = ([count, loss]: number[], codes: number[]) => {
      expect(count).toBe(codes.length);
      expect(loss).toBeCloseTo(lossWith(codes), 4);
    };
    expectSeen(seen([0, 1, 1, 0], [0, 1, 1, 3]), [0, 1, 2, 3]);
    expectSeen(seen([0, 1, 1, 0], [0, 1, 1, 1]), [0, 1, 2, 3]);
    expectSeen(seen([0, 1, 1, 0], [0, 1, 1, 1]), [0, 1, 3]);
    expectSeen(seen([0, 1, 1, 0], [0, 1, 1, 1]), [0, 1]);
    expectSeen(seen([0, 0, 0, 0], [2, 1, 1, 1]), [0, 1, 2]);
  });

  it('compares with the codes of the first level', () => {
    const { za, zb, ma, mb, embedding } = workedExample();
    const two = { ...buildOf(tf.concat([embedding, embedding.mul(0.1)]) as tf.Tensor2D, [ma, mb], 2), codes: 4 };
    const { objective } = created(codis, {}, ['a', 'b'], two);
    const plain = created(codis, {}, ['a', 'b'], buildOf(embedding, [ma, mb])).objective;
    expect(numberOf(totalOf(objective, [za, zb]))).toBe(numberOf(totalOf(plain, [za, zb])));
    const both = tf.tensor3d([[[0, 5], [1, 6]], [[1, 4], [0, 7]]], undefined, 'int32'); // prettier-ignore
    expect(numberOf(objective.beforeTerms?.(stepOf([za, zb], { indices: byName([both, both]) }))['codes-in-use'])).toBe(4);
  });

  it('refuses segments that are divided among heads, and one modality', () => {
    const { za, zb, embedding } = workedExample();
    const { objective } = created(codis, {}, ['a', 'b'], buildOf(embedding, [za, zb]));
    const heads = tf.zeros([2, 2, 2], 'int32') as tf.Tensor3D;
    expect(() => objective.beforeTerms?.(stepOf([za, zb], { indices: byName([heads, heads]) }))).toThrow(
      'codis: compares features with whole codes, but each segment is divided among 2 heads',
    );
    expect(() => created(codis, {}, ['a'])).toThrow("codis: pairs modalities, but this run has only 'a'");
  });
});

/** The code of each of the four segments of each modality. */
const usedCodes = (...codes: number[][]): Partial<StepState> => ({
  indices: byName(codes.map((c) => indicesOf([c.slice(0, 2), c.slice(2)]))),
});
