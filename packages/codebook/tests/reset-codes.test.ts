import { Random, type ResetOptions } from '@cmg/core';
import { assignment } from '@cmg/test-support';
import * as tf from '@tensorflow/tfjs';
import { codeReset, type EmaState, resetCodes, resetOptions } from '../src/index.js';
import { buildFor, codebookFor } from './support/codebook-for.js';

const options = (given: Partial<ResetOptions> = {}): ResetOptions => ({ ...resetOptions.parse({}), patience: 3, ...given });

const EMBEDDING = [
  [1, 1],
  [2, 2],
  [3, 3],
  [4, 4],
];

function state(sinceUse: number[][]): EmaState {
  return {
    embedding: tf.tensor2d(EMBEDDING),
    emaCount: tf.tensor1d([5, 6, 7, 8]),
    emaSum: tf.tensor2d(EMBEDDING.map((row, k) => row.map((value) => value * (5 + k)))),
    sinceUse: tf.tensor2d(sinceUse),
  };
}

const numbers = ({ embedding, emaCount, emaSum, sinceUse }: EmaState) =>
  [embedding, emaCount, emaSum, sinceUse].map((tensor) => tensor.arraySync());

const SEGMENTS = {
  a: [
    [
      [10, 0],
      [20, 0],
    ],
  ],
  v: [
    [
      [0, 10],
      [0, 20],
    ],
  ],
};
const batch = (seed = 1) => assignment({ a: tf.tensor3d(SEGMENTS.a), v: tf.tensor3d(SEGMENTS.v) }, { a: [[0, 0]], v: [[1, 1]] }, seed);
const pool = [...SEGMENTS.a, ...SEGMENTS.v].flat().map(String);

describe('resetCodes', () => {
  it('replaces a code that no modality used for longer than its patience, with its averages', () => {
    const next = resetCodes(
      state([
        [0, 4, 4, 3],
        [1, 3, 9, 9],
      ]),
      batch(),
      options(),
    );
    const embedding = next.embedding.arraySync();
    expect([0, 1, 3].map((k) => embedding[k])).toEqual([
      [1, 1],
      [2, 2],
      [4, 4],
    ]);
    expect(pool).toContain(String(embedding[2]));
    expect(Array.from(next.emaCount.dataSync())).toEqual([5, 6, 1, 8]);
    expect(next.emaSum.arraySync()).toEqual([[5, 5], [12, 12], embedding[2], [32, 32]]);
    expect(next.sinceUse.arraySync()).toEqual([
      [0, 4, 0, 3],
      [1, 3, 0, 9],
    ]);
  });

  it('replaces a code that one modality left, under the rule every', () => {
    const next = resetCodes(
      state([
        [0, 4, 4, 3],
        [1, 3, 9, 3],
      ]),
      batch(),
      options({ rule: 'every' }),
    );
    const embedding = next.embedding.arraySync();
    expect([0, 3].map((k) => embedding[k])).toEqual([
      [1, 1],
      [4, 4],
    ]);
    expect([1, 2].every((k) => pool.includes(String(embedding[k])))).toBe(true);
    expect(String(embedding[1])).not.toBe(String(embedding[2]));
    expect(next.sinceUse.arraySync()).toEqual([
      [0, 0, 0, 3],
      [1, 0, 0, 3],
    ]);
  });

  it('changes nothing where no code is dead, also before the first batch', () => {
    for (const alive of [
      state([
        [0, 3, 3, 3],
        [1, 3, 2, 9],
      ]),
      state([[-1, -1, -1, -1]]),
    ]) {
      expect(numbers(resetCodes(alive, batch(), options()))).toEqual(numbers(alive));
    }
  });

  it("takes the mean of all modalities at a segment, which is no single modality's own", () => {
    const next = resetCodes(
      state([
        [0, 4, 4, 3],
        [1, 4, 9, 9],
      ]),
      batch(),
      options({ donor: 'aligned' }),
    );
    const embedding = next.embedding.arraySync();
    expect(new Set([embedding[1], embedding[2]].map(String))).toEqual(new Set(['5,5', '10,10']));
    expect(next.emaSum.arraySync()[1]).toEqual(embedding[1]);
  });

  it("takes a code in use, moved a little, and writes the code alone: the official code's way", () => {
    const before = state([[0, 9, 2, 9]]);
    const next = resetCodes(before, batch(), options({ donor: 'active-code', activeWithin: 2, writes: 'codes' }));
    const embedding = next.embedding.arraySync();
    for (const code of [1, 3]) {
      for (const value of embedding[code] as number[]) {
        expect(Math.abs(value - 1)).toBeLessThanOrEqual(1 / 1024);
        expect(value).not.toBe(1);
      }
    }
    expect(embedding[1]).not.toEqual(embedding[3]);
    expect(next.emaCount).toBe(before.emaCount);
    expect(next.emaSum).toBe(before.emaSum);
    expect(next.sinceUse.arraySync()).toEqual([[0, 0, 2, 0]]);
  });

  it('moves a code in use by up to 1/1024 of one, evenly', () => {
    const codes = 64;
    const before: EmaState = {
      embedding: tf.zeros([codes, 8]),
      emaCount: tf.ones([codes]),
      emaSum: tf.zeros([codes, 8]),
      sinceUse: tf.tensor2d([[0, ...Array<number>(codes - 1).fill(9)]]),
    };
    const wide = assignment({ a: tf.zeros([1, 1, 8]) }, { a: [[0]] });
    const { embedding } = resetCodes(before, wide, options({ donor: 'active-code', activeWithin: 2 }));
    const moves = [...embedding.slice([1, 0]).mul(1024).dataSync()].sort((a, b) => a - b);
    const quartiles = [0, 0.25, 0.5, 0.75, 1].map((share) => moves[Math.floor(share * (moves.length - 1))] as number);
    [-1, -0.5, 0, 0.5, 1].forEach((expected, i) => expect(Math.abs((quartiles[i] as number) - expected)).toBeLessThan(0.15));
    expect(Math.max(...moves.map(Math.abs))).toBeLessThanOrEqual(1);
  });

  it('does nothing where no code is in use to be a donor', () => {
    const dead = state([[9, 9, 9, 9]]);
    expect(numbers(resetCodes(dead, batch(), options({ donor: 'active-code' })))).toEqual(numbers(dead));
  });

  it('draws every donor in time, the same for the same seed', () => {
    const dead = state([[0, 0, 0, 9]]);
    const donor = (seed: number) => String(resetCodes(dead, batch(seed), options()).embedding.arraySync()[3]);
    const drawn = Array.from({ length: 40 }, (_, seed) => donor(seed));
    expect(new Set(drawn)).toEqual(new Set(pool));
    expect(Array.from({ length: 40 }, (_, seed) => donor(seed))).toEqual(drawn);
  });

  it('replaces more codes than there are segments', () => {
    const next = resetCodes(
      { ...state([[9, 9, 9, 9]]), sinceUse: tf.fill([1, 4], 9) },
      assignment({ a: tf.tensor3d([[[7, 7]]]) }, { a: [[0]] }),
      options(),
    );
    expect(next.embedding.arraySync()).toEqual(Array(4).fill([7, 7]));
  });

  it('replaces a code whose average count is below the least, though it is in use', () => {
    const next = resetCodes(state([[0, 0, 0, 0]]), batch(), options({ leastCount: 6.5 }));
    const embedding = next.embedding.arraySync();
    expect([2, 3].map((k) => embedding[k])).toEqual([
      [3, 3],
      [4, 4],
    ]);
    expect([0, 1].every((k) => pool.includes(String(embedding[k])))).toBe(true);
    expect(Array.from(next.emaCount.dataSync())).toEqual([6.5, 6.5, 7, 8]);
    expect(next.emaSum.arraySync()[1]).toEqual(embedding[1]?.map((value) => value * 6.5));
    expect(numbers(resetCodes(next, batch(), options({ leastCount: 6.5 })))).toEqual(numbers(next));
    const alive = state([[0, 0, 0, 0]]);
    expect(numbers(resetCodes(alive, batch(), options({ leastCount: 5 })))).toEqual(numbers(alive));
  });

  it('does not take a code that it replaces for a donor', () => {
    const next = resetCodes(state([[0, 0, 0, 0]]), batch(), options({ leastCount: 7.5, donor: 'active-code' }));
    for (const row of next.embedding.arraySync()) expect(Math.abs((row[0] as number) - 4)).toBeLessThanOrEqual(1 / 1024);
  });

  it('takes parts of segments for several heads', () => {
    const wide = assignment(
      { a: tf.tensor3d([[[1, 2, 3, 4]], [[5, 6, 7, 8]]]) },
      {
        a: [
          [0, 0],
          [0, 0],
        ],
      },
    );
    const next = resetCodes(state([[9, 9, 9, 9]]), wide, options());
    expect(new Set(next.embedding.arraySync().map(String))).toEqual(new Set(['1,2', '3,4', '5,6', '7,8']));
  });

  it('leaves behind nothing but the new state', () => {
    const before = state([[9, 0, 9, 0]]);
    const step = batch();
    for (const donor of ['segment', 'active-code'] as const) {
      const count = tf.memory().numTensors;
      const next = resetCodes(before, step, options({ donor }));
      expect(tf.memory().numTensors).toBe(count + 4);
      tf.dispose(Object.values(next));
      expect(before.embedding.isDisposed).toBe(false);
    }
  });
});

describe('resetCodes with `apart`', () => {
  it('merges what it has put in place of a dead code, too', () => {
    const used = state([[0, 0, 0, 9]]);
    const clips = () => tf.tensor3d([[[10, 0]], [[20, 0]]]);
    const indices = [[0], [0]];
    const merged = resetCodes(used, assignment({ a: clips(), v: clips() }, { a: indices, v: indices }), options({ apart: 1e9 }));
    expect(merged.embedding.arraySync()).toEqual([1, 2, 3, 4].map(() => [1, 1]));
    expect(merged.sinceUse.arraySync()).toEqual([[0, 0, 0, 0]]);
  });
});

describe('codeReset', () => {
  it('has the options of resetCodes, and does what it does', () => {
    const objective = codeReset.create(options(), buildFor(codebookFor(4, 2, ['a'])));
    const dead = state([[0, 0, 0, 9]]);
    expect(objective.learnsCodebook).toBeUndefined();
    expect(objective.updateCodebook?.(dead, batch(5))['embedding']?.arraySync()).toEqual(
      resetCodes(dead, { ...batch(5), random: new Random(5) }, options()).embedding.arraySync(),
    );
    expect(codeReset.options.parse({})).toEqual({
      rule: 'any',
      patience: 50,
      leastCount: 0,
      donor: 'segment',
      activeWithin: 20,
      apart: 0,
      writes: 'all',
    });
    expect(codeReset.options.safeParse({ patience: 0 }).success).toBe(false);
    expect(codeReset.options.safeParse({ patience: 1.5 }).success).toBe(false);
  });

  it('may be as patient as a share of the run is long', () => {
    const build = { ...buildFor(codebookFor(4, 2, ['a'])), totalSteps: 90 };
    const after = (patience: number, sinceUse: number) => {
      const reset = codeReset.create(options({ patience }), build).updateCodebook?.(state([[0, 0, 0, sinceUse]]), batch(5));
      return reset?.['sinceUse']?.arraySync();
    };
    expect([after(0.1, 9), after(0.1, 10), after(0.001, 1), after(0.001, 2)]).toEqual([
      [[0, 0, 0, 9]],
      [[0, 0, 0, 0]],
      [[0, 0, 0, 1]],
      [[0, 0, 0, 0]],
    ]);
  });

  it('refuses a least count with codes written alone, which would be replaced for ever', () => {
    const never = options({ leastCount: 1, writes: 'codes' });
    expect(() => codeReset.create(never, buildFor(codebookFor(4, 2, ['a'])))).toThrow(
      'code-reset: leastCount would replace the same codes in every batch',
    );
  });
});
