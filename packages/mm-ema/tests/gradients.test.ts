import { quantize } from '@cmg/codebook';
import { type Objective, perModality, type StepState } from '@cmg/core';
import { expectGradients, FEATURE_CASES, nestedNormals, reference } from '@cmg/test-support';
import * as tf from '@tensorflow/tfjs';
import { cmcm, crossCommitment } from '../src/index.js';
import { build } from './support/build.js';

const NAMES = ['a', 'b', 'c'];

/** The sum of an objective's terms as a function of z of each modality. */
const totalOf =
  (objective: Objective, codes: number[][]) =>
  (...semantic: tf.Tensor[]): tf.Tensor => {
    const modalities = NAMES.slice(0, semantic.length);
    const z = (m: string) => semantic[modalities.indexOf(m)] as tf.Tensor3D;
    const found = perModality(modalities, (m) => quantize(z(m), tf.tensor2d(codes)));
    const step = {
      modalities,
      semantic: perModality(modalities, z),
      codes: perModality(modalities, (m) => found[m]?.codes),
      distances: perModality(modalities, (m) => found[m]?.distances),
    };
    return tf.addN(Object.values(objective.terms?.(step as unknown as StepState).losses ?? {}));
  };

const codesOf = (z: number[][][], codes: number[][]) => quantize(tf.tensor3d(z), tf.tensor2d(codes)).codes.arraySync();

describe.each(FEATURE_CASES)('gradients are finite differences: %s', (_, { za, zb, codes }) => {
  it('of cross-commitment', () => {
    const objective = crossCommitment.create({ beta: 0.25 }, build('a', 'b'));
    const [qa, qb] = [codesOf(za, codes), codesOf(zb, codes)];
    const formula = (a: number[][][], b: number[][][]) =>
      reference.crossCommitment(a, [qb], 0.25) + reference.crossCommitment(b, [qa], 0.25);
    expectGradients(totalOf(objective, codes), formula, [za, zb]);
  });

  it.each(['improved', 'paper', 'official'] as const)('of cmcm, %s', (variant) => {
    const objective = cmcm.create({ variant }, build('a', 'b'));
    expectGradients(totalOf(objective, codes), (a, b) => reference.codeMatchingLoss(a, b, codes, variant), [za, zb]);
  });
});

describe('gradients are finite differences: three modalities', () => {
  const codes = nestedNormals([1, 4, 2], 9)[0] as number[][];
  const z = [1, 2, 3].map((seed) => nestedNormals([2, 3, 2], seed));

  it('of cross-commitment', () => {
    const q = z.map((one) => codesOf(one, codes));
    const others = (m: number) => q.filter((_, o) => o !== m);
    const formula = (...all: number[][][][]) => all.reduce((sum, own, m) => sum + reference.crossCommitment(own, others(m), 0.25), 0);
    expectGradients(totalOf(crossCommitment.create({ beta: 0.25 }, build(...NAMES)), codes), formula, z);
  });

  it.each(['improved', 'paper', 'official'] as const)('of cmcm, %s', (variant) => {
    const pairs = [
      [0, 1],
      [0, 2],
      [1, 2],
    ] as const;
    const formula = (...all: number[][][][]) =>
      pairs.reduce((sum, [a, b]) => sum + reference.codeMatchingLoss(all[a]!, all[b]!, codes, variant), 0);
    expectGradients(totalOf(cmcm.create({ variant }, build(...NAMES)), codes), formula, z);
  });
});
