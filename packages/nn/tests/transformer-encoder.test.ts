import { type ParameterScope, Random } from '@cmg/core';
import * as tf from '@tensorflow/tfjs';
import { layerNorm, linear, selfAttention, transformerEncoder } from '../src/index.js';
import { expectClose } from './support/expect-close.js';
import { expectNoLeak, gradientsOf, inference, newScope, noise } from './support/tensors.js';

const training = { training: true, random: new Random(5) };

describe('transformerEncoder', () => {
  it('makes its parameters under documented paths', () => {
    const scope = newScope();
    transformerEncoder(scope, { inputWidth: 3, width: 4, heads: 2, feedForward: 5, layers: 1 });
    expect([...scope.parameters].map(([path, { shape }]) => `${path} ${shape.join('x')}`)).toEqual([
      'affine/weight 3x4',
      'affine/bias 4',
      'layers/0/attention/in/weight 4x12',
      'layers/0/attention/in/bias 12',
      'layers/0/attention/out/weight 4x4',
      'layers/0/attention/out/bias 4',
      'layers/0/linear1/weight 4x5',
      'layers/0/linear1/bias 5',
      'layers/0/linear2/weight 5x4',
      'layers/0/linear2/bias 4',
      'layers/0/norm1/weight 4',
      'layers/0/norm1/bias 4',
      'layers/0/norm2/weight 4',
      'layers/0/norm2/bias 4',
    ]);
  });

  it('is the formula: each part is added to what it was given, then normalised', () => {
    const layer = (scope: ParameterScope) => scope.child('layers').child(0);
    const encode = transformerEncoder(newScope(), { width: 4, heads: 2, feedForward: 5, layers: 1 });
    const same = layer(newScope());
    const attention = selfAttention(same.child('attention'), 4, 2, 0);
    const [linear1, linear2] = [linear(same.child('linear1'), 4, 5), linear(same.child('linear2'), 5, 4)];
    const [norm1, norm2] = ['norm1', 'norm2'].map((name) => layerNorm(same.child(name), 4)) as [typeof linear1, typeof linear1];
    const x = noise([2, 3, 4]);
    const attended = norm1(tf.add(x, attention(x as tf.Tensor3D, inference)));
    expectClose(encode(x, inference), norm2(tf.add(attended, linear2(tf.relu(linear1(attended))))), 1e-5);
  });

  it('mixes the segments of a clip, not the clips of a batch', () => {
    const encode = transformerEncoder(newScope(), { width: 8, feedForward: 16 });
    const x = noise([2, 5, 8]);
    const other = tf.concat([x.slice([0], [1]), noise([1, 5, 8], 9)]);
    expectClose(encode(other, inference).slice([0], [1]), encode(x, inference).slice([0], [1]), 1e-5);
    const changedEnd = tf.concat([x.slice([0, 0], [2, 4]), noise([2, 1, 8], 9)], 1);
    const moved = encode(changedEnd, inference).sub(encode(x, inference)).slice([0, 0], [2, 1]).abs().max();
    expect(moved.dataSync()[0]).toBeGreaterThan(1e-4);
  });

  it('is independent of the order of the segments', () => {
    const encode = transformerEncoder(newScope(), { inputWidth: 3, width: 8, feedForward: 16 });
    const x = noise([2, 5, 3]);
    expectClose(encode(x.reverse(1), inference), encode(x, inference).reverse(1), 1e-5);
  });

  it('drops out in training alone, the same for the same seed', () => {
    const encode = transformerEncoder(newScope(), { width: 8, feedForward: 16, dropout: 0.3 });
    const x = noise([2, 5, 8]);
    const [first, second, calm] = [training, training, inference].map((context) => [...encode(x, context).dataSync()]);
    expect(first).toEqual(second);
    expect(first).not.toEqual(calm);
  });

  it('shares attention and feed-forward weights with other encoders of the tree, and draws masks of its own', () => {
    const root = newScope();
    const options = { width: 4, heads: 2, feedForward: 5, layers: 1, dropout: 0.5, sharedLayers: true };
    const [first, second] = ['audio', 'text'].map((name) => transformerEncoder(root.child(name), { ...options, inputWidth: 3 }));
    expect([...root.parameters.keys()]).toEqual([
      ...['audio/affine/weight', 'audio/affine/bias'],
      ...['attention/in', 'attention/out', 'linear1', 'linear2'].flatMap((map) =>
        ['weight', 'bias'].map((name) => `transformer/layers/0/${map}/${name}`),
      ),
      ...['norm1', 'norm2'].flatMap((norm) => ['weight', 'bias'].map((name) => `audio/layers/0/${norm}/${name}`)),
      ...['text/affine/weight', 'text/affine/bias'],
      ...['norm1', 'norm2'].flatMap((norm) => ['weight', 'bias'].map((name) => `text/layers/0/${norm}/${name}`)),
    ]);
    for (const name of ['weight', 'bias']) root.parameters.get(`text/affine/${name}`)?.assign(root.parameters.get(`audio/affine/${name}`)!);
    const x = noise([2, 5, 3]);
    expectClose(second!(x, inference), first!(x, inference), 1e-6);
    expect([...second!(x, training).dataSync()]).not.toEqual([...first!(x, training).dataSync()]);
    expect(() => transformerEncoder(root.child('video'), { ...options, feedForward: 6 })).toThrow(
      'transformer/layers/0/linear1/weight: parameters that are shared have one shape, here [4, 5] and [4, 6]',
    );
  });

  it('refuses other shapes and heads that do not divide the width', () => {
    const encode = transformerEncoder(newScope().child('semantic'), { inputWidth: 3, width: 8 });
    expect(() => encode(noise([2, 5, 8]), inference)).toThrow('semantic: expected a tensor of shape [B, T, 3], got [2, 5, 8]');
    expect(() => transformerEncoder(newScope(), { width: 6, heads: 4 })).toThrow('4 heads do not divide the width 6');
  });

  it('leaves no tensors behind, forward or backward', () => {
    const encode = transformerEncoder(newScope(), { width: 8, feedForward: 16 });
    const x = noise([2, 5, 8]);
    expectNoLeak(() => encode(x, training));
    expectNoLeak(() => gradientsOf((a) => encode(a, training), [x])[0] as tf.Tensor);
  });
});

describe('selfAttention', () => {
  it('is the formula, head by head', () => {
    const scope = newScope();
    const attend = selfAttention(scope, 4, 2, 0);
    const [inWeight, outWeight] = ['in/weight', 'out/weight'].map((path) => scope.parameters.get(path) as tf.Tensor);
    const x = noise([1, 3, 4]);
    const projected = tf.matMul(x.reshape([3, 4]), inWeight as tf.Tensor);
    const part = (which: number, head: number) => projected.slice([0, 4 * which + 2 * head], [3, 2]);
    const heads = [0, 1].map((head) => {
      const scores = tf.softmax(tf.matMul(part(0, head), part(1, head), false, true).div(Math.SQRT2));
      return tf.matMul(scores, part(2, head));
    });
    const expected = tf.matMul(tf.concat(heads, 1), outWeight as tf.Tensor);
    expectClose(attend(x, inference).reshape([3, 4]), expected, 1e-5);
  });
});
