import { Random, type Assignment, type ObjectiveBuild, type PerModality } from '@cmg/core';
import * as tf from '@tensorflow/tfjs';
import { readFileSync } from 'node:fs';

const golden = JSON.parse(readFileSync(new URL('../../../../fixtures/baselines/golden.json', import.meta.url), 'utf8')) as Record<
  string,
  number[][][]
>;

/** Two modalities, B = T = D = 2, four codes: see fixtures/README.md. The tensors are the caller's. */
export function workedExample() {
  return {
    za: tf.tensor3d(golden['za'] as number[][][]),
    zb: tf.tensor3d(golden['zb'] as number[][][]),
    embedding: tf.tensor2d(golden['E'] as unknown as number[][]),
  };
}

/** A batch of the given features and indices. */
export function assignment(semantic: PerModality<tf.Tensor3D>, indices: PerModality<number[][]>, seed = 0): Assignment {
  return {
    step: 0,
    modalities: Object.keys(semantic),
    semantic,
    indices: Object.fromEntries(Object.entries(indices).map(([m, values]) => [m, tf.tensor2d(values, undefined, 'int32')])),
    random: new Random(seed),
  };
}

/** What an objective of this package reads of a build. */
export const build = (...modalities: string[]) => ({ modalities }) as unknown as ObjectiveBuild;

/** The tensor's values against expected ones, to an error relative to what is larger, 1 or the value. */
export function expectClose(actual: tf.Tensor, expected: readonly number[], error = 1e-5): void {
  expect(actual.size).toBe(expected.length);
  actual.dataSync().forEach((value, i) => {
    const target = expected[i] as number;
    if (!Number.isFinite(target)) expect(value).toBe(target);
    else expect(Math.abs(value - target)).toBeLessThanOrEqual(error * Math.max(1, Math.abs(target)));
  });
}
