import type { StepState } from '@cmg/core';
import { squaredDistances, straightThrough } from '@cmg/nn';
import { expectClose, expectGradients, FEATURE_CASES, nestedNormals, reference, workedExample } from '@cmg/test-support';
import * as tf from '@tensorflow/tfjs';
import { hiddenError, turn } from '../src/index.js';
import { byName, created, numberOf, stepOf, termsOf, totalOf } from './support/loss-of.js';

type Block = number[][][];

const nearest = (z: tf.Tensor, codes: tf.Tensor2D) =>
  tf.tidy(() => tf.gather(codes, tf.argMin(squaredDistances(z, codes), 2)) as tf.Tensor as tf.Tensor3D);

/** The rest of a step whose decoders are q / 2 + s / 4, as in the worked example. */
function rest(
  z: readonly tf.Tensor[],
  codes: tf.Tensor2D,
  specific: readonly tf.Tensor[],
  targets: readonly tf.Tensor[],
): Partial<StepState> {
  const quantized = z.map((one) => straightThrough(one as tf.Tensor3D, nearest(one, codes)));
  const decode: StepState['decode'] = (_, q, s) => tf.add(tf.mul(q, 0.5), tf.mul(s, 0.25));
  return { quantized: byName(quantized), specific: byName(specific), targets: byName(targets), decode };
}

describe('turn', () => {
  it('has the values of the worked example, with nothing hidden', () => {
    const { za, zb, sa, sb, xa, xb, embedding } = workedExample();
    const { objective } = created(turn, { hidden: 0 }, ['a', 'b']);
    const losses = termsOf(objective, [za, zb], rest([za, zb], embedding, [sa, sb], [xa, xb]));
    expect(Object.keys(losses)).toEqual(['a-b', 'a-from-b', 'b-from-a']);
    expectClose(losses['a-b'] as tf.Tensor, [0.04991308554436705], 1e-6);
    expectClose(losses['a-from-b'] as tf.Tensor, [0.117890625], 1e-6);
    expectClose(losses['b-from-a'] as tf.Tensor, [0.1825], 1e-6);
  });

  it('scores the hidden segments alone: those of the worked example, t = 1', () => {
    const { za, zb, sa, sb, xa, xb, embedding } = workedExample();
    const hidden = tf.tensor2d([
      [0, 1],
      [0, 1],
    ]);
    const shown = (s: tf.Tensor) => s.mul(tf.sub(1, hidden).expandDims(2));
    const rebuilt = (z: tf.Tensor, s: tf.Tensor) => nearest(z, embedding).mul(0.5).add(shown(s).mul(0.25));
    expectClose(hiddenError(rebuilt(zb, sa), xa, hidden, 1), [0.21875], 1e-6);
    expectClose(hiddenError(rebuilt(za, sb), xb, hidden, 1), [0.375], 1e-6);
  });

  it('hides the same share of each clip, other segments in other clips, and rebuilds them from codes alone', () => {
    const [clips, segments, width] = [20, 10, 3];
    const block = (seed: number) => tf.tensor3d(nestedNormals([clips, segments, width], seed));
    const [z, s, x, codes] = [[1, 2].map(block), [3, 4].map(block), [5, 6].map(block), tf.randomNormal([4, width], 0, 1, 'float32', 7)];
    const seen: Record<string, number[][]> = {};
    const step = rest(z, codes as tf.Tensor2D, s, x);
    const decode: StepState['decode'] = (m, q, specific) => {
      seen[m] = specific.abs().max(2).greater(0).arraySync() as number[][];
      return step.decode?.(m, q, specific) as tf.Tensor;
    };
    const { objective } = created(turn, { hidden: 0.3 }, ['a', 'b']);
    const losses = termsOf(objective, z, { ...step, decode });
    for (const rows of Object.values(seen)) {
      expect(rows.map((row) => row.reduce((sum, shown) => sum + shown, 0))).toEqual(Array<number>(clips).fill(7));
      expect(new Set(rows.map((row) => row.join())).size).toBeGreaterThan(10);
    }
    expect(seen['a']).not.toEqual(seen['b']);
    const rebuilt = nearest(z[1] as tf.Tensor, codes as tf.Tensor2D)
      .mul(0.5)
      .arraySync() as Block;
    const hidden = (seen['a'] as number[][]).map((row) => row.map((shown) => shown === 0));
    const expected = reference.hiddenError(rebuilt, (x[0] as tf.Tensor3D).arraySync(), hidden);
    expect(numberOf(losses['a-from-b'])).toBeCloseTo(expected, 5);
  });

  it('hides at least one segment, and draws others in each step', () => {
    const { za, zb, sa, sb, xa, xb, embedding } = workedExample();
    const more = rest([za, zb], embedding, [sa, sb], [xa, xb]);
    const { objective } = created(turn, { hidden: 0.01 }, ['a', 'b']);
    const value = (seed: number) => numberOf(termsOf(objective, [za, zb], { ...more, random: stepOf([]).random.fork(seed) })['a-from-b']);
    expect(new Set([1, 2, 3, 4, 5, 6, 7, 8].map(value)).size).toBeGreaterThan(1);
    expect(value(3)).toBe(value(3));
  });

  it.each(FEATURE_CASES)('has the gradients of finite differences: %s', (_, { za, zb, codes }) => {
    const [s, x] = [
      [5, 6].map((seed) => nestedNormals([za.length, za[0]?.length as number, 3], seed)),
      [7, 8].map((seed) => nestedNormals([za.length, za[0]?.length as number, 3], seed)),
    ];
    const table = tf.tensor2d(codes);
    const first = [za, zb].map((z) => nearest(tf.tensor3d(z), table).arraySync());
    const all = za.map((clip) => clip.map(() => true));
    for (const hidden of [0, 1]) {
      const { objective } = created(turn, { hidden, temperature: 0.5, reconstruction: 2 }, ['a', 'b']);
      const tensors = (blocks: readonly Block[]) => blocks.map((block) => tf.tensor3d(block));
      const loss = (...z: tf.Tensor[]) => totalOf(objective, z, rest(z, table, tensors(s), tensors(x)));
      // By value the codes, but as if they moved with z.
      const moved = (z: Block, which: number) =>
        z.map((clip, i) =>
          clip.map((row, t) =>
            row.map((value, d) => (first[which]?.[i]?.[t]?.[d] as number) + value - ([za, zb][which]?.[i]?.[t]?.[d] as number)),
          ),
        );
      const rebuilt = (q: Block, own: Block) =>
        q.map((clip, i) => clip.map((row, t) => row.map((value, d) => value / 2 + (hidden === 0 ? (own[i]?.[t]?.[d] as number) / 4 : 0))));
      const formula = (a: Block, b: Block) =>
        reference.infonce(a, b, 0.5) +
        2 * reference.hiddenError(rebuilt(moved(b, 1), s[0] as Block), x[0] as Block, all) +
        2 * reference.hiddenError(rebuilt(moved(a, 0), s[1] as Block), x[1] as Block, all);
      expectGradients(loss, formula, [za, zb]);
    }
  });

  it('rebuilds each of three modalities from each other', () => {
    const { za, zb, sa, sb, xa, xb, embedding } = workedExample();
    const { objective } = created(turn, {}, ['a', 'b', 'c']);
    const losses = termsOf(objective, [za, zb, za], rest([za, zb, za], embedding, [sa, sb, sa], [xa, xb, xa]));
    expect(Object.keys(losses)).toEqual([
      ...['a-b', 'a-c', 'b-c'],
      ...['a-from-b', 'a-from-c', 'b-from-a', 'b-from-c', 'c-from-a', 'c-from-b'],
    ]);
  });

  it('hides features of any shape, such as those of frames', () => {
    const [x, rebuilt] = [tf.zeros([2, 3, 4, 4, 5]), tf.ones([2, 3, 4, 4, 5])];
    const hidden = tf.tensor2d([
      [1, 0, 1],
      [0, 1, 1],
    ]);
    expect(numberOf(hiddenError(rebuilt, x, hidden, 2))).toBeCloseTo(1, 6);
  });

  it('refuses one modality', () => {
    expect(() => created(turn, {}, ['a'])).toThrow("turn: pairs modalities, but this run has only 'a'");
  });
});
