import type { NdArray } from '@cmg/core';
import { linear } from '@cmg/nn';
import * as tf from '@tensorflow/tfjs';
import { newScope } from '../../nn/tests/support/tensors.js';
import { importOfficial } from '../src/import-official.js';
import type { OfficialNames } from '../src/names/official-name.js';

const counting = (...shape: number[]): NdArray => ({
  shape,
  data: Float64Array.from({ length: shape.reduce((a, b) => a * b, 1) }, (_, i) => i),
});

describe('importOfficial', () => {
  const names: OfficialNames = new Map([
    ['affine/weight', { module: 'encoder', name: 'x.weight' }],
    ['affine/bias', { module: 'encoder', name: 'x.bias', rows: [1, 3] }],
  ]);
  const checkpoint: Record<string, NdArray> = { 'encoder/x.weight': counting(2, 3), 'encoder/x.bias': counting(4) };
  const read = (tensors: Record<string, NdArray>) => (module: string, name: string) => tensors[`${module}/${name}`];

  function scopeWithLayer() {
    const scope = newScope().child('enc');
    linear(scope.child('affine'), 3, 2);
    return scope;
  }

  it('transposes affine maps and takes the rows that are asked for', () => {
    const scope = scopeWithLayer();
    const before = tf.memory().numTensors;
    importOfficial(scope, names, read(checkpoint));
    expect(tf.memory().numTensors).toBe(before);
    expect(scope.parameters.get('enc/affine/weight')?.arraySync()).toEqual([
      [0, 3],
      [1, 4],
      [2, 5],
    ]);
    expect(scope.parameters.get('enc/affine/bias')?.arraySync()).toEqual([1, 2]);
  });

  it('turns convolutions round: [out, in, h, w] -> [h, w, in, out]', () => {
    const scope = newScope();
    scope.variable('weight', [2, 3, 5, 4], ([a, b, c, d]) => new Float32Array(a! * b! * c! * d!));
    importOfficial(scope, new Map([['weight', { module: 'm', name: 'w' }]]), () => counting(4, 5, 2, 3));
    const values = scope.parameters.get('weight')?.arraySync() as number[][][][];
    expect(values[1]?.[2]?.[3]?.[0]).toBe(3 * 6 + 1 * 3 + 2);
    expect(values[0]?.[1]?.[4]?.[2]).toBe(2 * 30 + 4 * 6 + 1);
  });

  it('says what does not fit', () => {
    expect(() => importOfficial(scopeWithLayer(), new Map(), read(checkpoint))).toThrow(
      'enc/affine/weight: does not exist in the official code',
    );
    expect(() => importOfficial(scopeWithLayer(), names, () => undefined)).toThrow(
      "encoder/x.weight: is missing from the checkpoint; 'enc/affine/weight' needs it",
    );
    expect(() => importOfficial(scopeWithLayer(), names, read({ ...checkpoint, 'encoder/x.weight': counting(3, 2) }))).toThrow(
      "encoder/x.weight: expected shape [3, 2] for 'enc/affine/weight', got [2, 3] (from [3, 2])",
    );
  });
});
