import { expectClose, expectGradients, reference } from '@cmg/test-support';
import { fullBound, sampledBound } from '../src/index.js';
import { example, inputsOf, ofTensors, type Plain, tensors } from './support/gaussians.js';

const PERMUTATION = [1, 2, 0];

describe('sampledBound', () => {
  it('is the official formula, with its gradient', () => {
    expectGradients(
      ofTensors((q, c) => sampledBound(q, c, () => PERMUTATION)),
      (mean, logVariance, c) => reference.sampledBound({ mean, logVariance }, c, PERMUTATION),
      inputsOf(example),
    );
  });

  it('is 0 for the identity', () => {
    const { q, c } = tensors(example);
    expectClose(
      sampledBound(q, c, () => [0, 1, 2]),
      [0],
      1e-7,
    );
  });

  it('is, on average over rotations and with a log variance constant in time, the full bound', () => {
    const constant: Plain = { ...example, logVariance: example.logVariance.map((clip) => clip.map(() => clip[0] as number[])) };
    const { q, c } = tensors(constant);
    const values = [
      [0, 1, 2],
      [1, 2, 0],
      [2, 0, 1],
    ].map((rotation) => sampledBound(q, c, () => rotation).dataSync()[0] as number);
    expectClose(fullBound(q, c), [values.reduce((sum, value) => sum + value, 0) / 3], 1e-6);
  });

  it.each([[[0, 1]], [[0, 1, 1]], [[0, 1, 3]]])('refuses an invalid permutation: %j', (wrong) => {
    const { q, c } = tensors(example);
    expect(() => sampledBound(q, c, () => wrong)).toThrow(`expected a permutation of 3 clips, got [${wrong.join(', ')}]`);
  });
});
