import { readFileSync } from 'node:fs';
import { describeTask } from '@cmg/core/testing';
import { compile } from '@cmg/runtime';
import { type Dataset, inMemory, ParameterScope, Random } from '@cmg/core';
import * as tf from '@tensorflow/tfjs';
import { retrieval, retrievalMeasures } from '../src/index.js';
import { ClipFrequency } from '../src/retrieval/clip-frequency.js';
import { clipProjection } from '../src/retrieval/clip-projection.js';
import { ntXent } from '../src/retrieval/nt-xent.js';

/** By NumPy and scikit-learn: tests/fixtures/retrieval.py. */
const cases = JSON.parse(readFileSync(new URL('fixtures/retrieval.json', import.meta.url), 'utf8')) as {
  name: string;
  queries: number[][];
  items: number[][];
  classes: number[] | null;
  found: number[] | null;
  searched: number[] | null;
  chance: number;
  scores: Record<string, number>;
}[];

const matrix = (rows: readonly (readonly number[])[]) => ({ data: Float32Array.from(rows.flat()), shape: [rows.length, rows[0]!.length] });

await describeTask(retrieval, { options: { gallery: 'video', hidden: 8, projection: 4 }, compile });
await describeTask(retrieval, { options: { gallery: 'video', pool: 'mean', hidden: 8, projection: 4 }, compile });

describe('ClipFrequency', () => {
  it('weighs a code by the clips that have it, however often; one that none has counts next to nothing', () => {
    const frequency = new ClipFrequency(4);
    frequency.add({ data: [0, 0, 1, 0, 0, 0], shape: [2, 3, 1] });
    frequency.add({ data: [0, 2, 2], shape: [1, 3, 1] });
    // log of 4 / 3, 4 / 1, 4 / 1.
    const expected = [0.2876821, 1.3862944, 1.3862944, 1e-4];
    frequency.inverse().forEach((weight, code) => expect(weight).toBeCloseTo(expected[code]!, 6));
  });
});

describe('a clip as a vector', () => {
  const EMBEDDING = [
    [1, 0],
    [0, 1],
    [3, 3],
  ];

  it('does not depend on how long an event lasts, where what surrounds it is in every clip', () => {
    const parameters = ParameterScope.root(new Random(0), tf);
    const build = { parameters, embedding: tf.tensor2d(EMBEDDING), segments: 4, classes: [] };
    const projection = clipProjection(build, 'query', { pool: 'idf', hidden: 1, width: 2 });
    const named = (end: string) => [...parameters.parameters].find(([name]) => name.endsWith(end))?.[1] as tf.Variable;
    named('outer/weight').assign(tf.eye(2));
    named('outer/bias').assign(tf.zeros([2]));
    projection.weigh(Float32Array.of(1, 1, 0));
    const clips = tf.tensor3d(
      [
        [[0], [2], [2], [2]],
        [[0], [0], [0], [2]],
        [[0], [1], [2], [2]],
        [[2], [2], [2], [2]],
      ] as number[][][],
      [4, 4, 1],
      'int32',
    );
    const vectors = projection.apply(clips).arraySync();
    expect(vectors).toEqual([
      [1, 0],
      [1, 0],
      [expect.closeTo(Math.SQRT1_2, 6), expect.closeTo(Math.SQRT1_2, 6)],
      [0, 0],
    ]);
    parameters.dispose();
  });
});

describe('retrievalMeasures', () => {
  it.each(cases)('$name: as NumPy and scikit-learn', async ({ queries, items, classes, found, searched, scores, chance }) => {
    const before = tf.memory().numTensors;
    const measures = await retrievalMeasures(matrix(queries), matrix(items), {
      ...(classes && { classes }),
      ...(found && { found }),
      ...(searched && { searched }),
    });
    for (const [name, value] of Object.entries(scores)) expect(measures.scores[name]).toBeCloseTo(value, 5);
    expect(Object.keys(measures.scores)).toEqual(Object.keys(scores));
    expect(measures.chance).toBeCloseTo(chance, 8);
    expect(tf.memory().numTensors).toBe(before);
  });

  it('is judged by the score that is asked for; chance is what clips that all look the same score', async () => {
    const same = matrix([
      [1, 0],
      [1, 0],
      [1, 0],
      [1, 0],
    ]);
    for (const primary of ['R@1', 'R@10', 'mAP'] as const) {
      const { chance, scores, primary: judged } = await retrievalMeasures(same, same, { classes: [0, 1, 1, 1], primary });
      expect([judged, scores[primary]]).toEqual([primary, expect.closeTo(chance, 5)]);
    }
    // One query of a class of 1, three of a class of 3, out of 4 clips: (1/4 + 3 * 3/4) / 4.
    expect((await retrievalMeasures(same, same, { classes: [0, 1, 1, 1], primary: 'mAP' })).chance).toBe(62.5);
    expect((await retrievalMeasures(same, same, { primary: 'mAP' })).chance).toBe(25);
  });

  it.each([3, 4])('has the median of %d ranks', async (count) => {
    const each = Array.from({ length: count }, (_, i) => i);
    const items = each.map((i) => each.map((j) => (i === j ? 1 : 0)));
    const queries = each.map(() => each.map((j) => count - j));
    expect((await retrievalMeasures(matrix(queries), matrix(items))).scores['MedR']).toBe((count + 1) / 2);
  });

  it('takes more queries than fit a block', async () => {
    const rows = Array.from({ length: 600 }, (_, i) => [Math.cos(i / 100), Math.sin(i / 100)]);
    const { scores } = await retrievalMeasures(matrix(rows), matrix(rows));
    expect(scores['R@1']).toBe(100);
    expect(scores['MedR']).toBe(1);
  });
});

describe('ntXent', () => {
  it('is the mean of the cross entropies of both directions', () => {
    const a = tf.tensor2d([1, 0, 0, 1], [2, 2]);
    const b = tf.tensor2d([1, 0, 0.6, 0.8], [2, 2]);
    // S = [[1, .6], [0, .8]] / .5. Rows: ln(1 + e^-.8) = .371101, ln(1 + e^-1.6) = .183901.
    // Columns: ln(1 + e^-2) = .126928, ln(1 + e^-.4) = .513015. Mean .298736.
    expect(ntXent(a, b, 0.5).dataSync()[0]).toBeCloseTo(0.298736, 5);
  });
});

describe('the head', () => {
  const embedding = tf.tensor2d(new Random(1).uniforms(6 * 3, -1, 1), [6, 3]);
  const options = retrieval.options.parse({ hidden: 4, projection: 5, gallery: 'text' });
  const source = (dataset: Partial<Dataset>) => ({
    dataset: dataset as Dataset,
    split: 'test',
    modality: 'audio',
    codes: async (modality: string) => {
      expect(modality).toBe('text');
      return inMemory({ data: Float32Array.of(3, 4, 5, 0), shape: [2, 2] });
    },
  });

  it('reads the codes of the gallery with the classes and the recordings of the clips', async () => {
    const labels = async () => ({ clipClasses: Int32Array.of(1, 0), segmentClasses: {} });
    const labelled = await retrieval.targets(options, source({ classes: ['a', 'b'], labels }));
    expect(await labelled.read([0, 1])).toEqual({ data: Float32Array.of(3, 4, 1, 0, 0, 5, 0, 0, 1, 1), shape: [2, 5] });
    const bare = await retrieval.targets(options, source({ classes: [] }));
    expect(await bare.read([1])).toEqual({ data: Float32Array.of(5, 0, -1, 1, 1), shape: [1, 5] });
    const recordings = (_: string, modality: string) => (modality === 'text' ? Int32Array.of(7, 7) : undefined);
    const shared = await retrieval.targets(options, source({ classes: [], recordings }));
    expect(await shared.read([1])).toEqual({ data: Float32Array.of(5, 0, -1, 7, 1), shape: [1, 5] });
  });

  it('projects a clip to two unit vectors that do not depend on the order of its codes', async () => {
    const parameters = ParameterScope.root(new Random(2), tf);
    const head = await retrieval.createHead(options, { parameters, embedding, segments: 3, classes: [] });
    const outputs = head.apply(tf.tensor3d([0, 5, 2, 2, 0, 5], [2, 3, 1], 'int32'), { training: false, random: new Random(0) });
    expect(outputs.shape).toEqual([2, 2, 5]);
    for (const length of await tf.norm(outputs, 2, -1).data()) expect(length).toBeCloseTo(1, 5);
    const [first, second] = tf.unstack(outputs);
    expect((await first!.sub(second!).abs().max().data())[0]).toBeLessThan(1e-6);
    parameters.dispose();
  });
});
