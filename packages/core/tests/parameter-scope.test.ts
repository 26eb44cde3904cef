import * as tf from '@tensorflow/tfjs';
import { ParameterScope, Random } from '../src/index.js';

const uniform = (shape: readonly number[], random: Random) => random.uniforms(shape.reduce((a, b) => a * b, 1));

describe('ParameterScope', () => {
  it('starts a parameter by seed and path, not by order', async () => {
    const a = ParameterScope.root(new Random(1), tf);
    const b = ParameterScope.root(new Random(1), tf);
    a.child('x').variable('other', [2], uniform);
    const first = a.child('x').child('y').variable('weight', [3], uniform);
    const second = b.child('x').child('y').variable('weight', [3], uniform);
    expect(await first.data()).toEqual(await second.data());
    a.dispose();
    b.dispose();
  });

  it('lists what lies below it, and frees only that', () => {
    const before = tf.memory().numTensors;
    const root = ParameterScope.root(new Random(1), tf);
    root.child('a').variable('w', [1], uniform);
    root.child('ab').variable('w', [1], uniform);
    expect([...root.child('a').parameters.keys()]).toEqual(['a/w']);
    root.child('a').dispose();
    expect([...root.parameters.keys()]).toEqual(['ab/w']);
    root.dispose();
    expect(tf.memory().numTensors).toBe(before);
  });

  it('refuses a path that is taken', () => {
    const root = ParameterScope.root(new Random(1), tf);
    root.child('a').variable('w', [1], uniform);
    expect(() => root.child('a').variable('w', [1], uniform)).toThrow('a/w: a parameter with this name already exists');
    root.dispose();
  });
});

test('a buffer is a parameter that is not trained', () => {
  const scope = ParameterScope.root(new Random(1), tf);
  scope.variable('weight', [2], () => Float32Array.of(1, 2));
  scope.buffer('limit', [], () => Float32Array.of(0.5));
  expect([...scope.parameters].map(([path, { trainable, size }]) => [path, trainable, size])).toEqual([
    ['weight', true, 2],
    ['limit', false, 1],
  ]);
  expect(() => scope.buffer('weight', [], () => Float32Array.of(0))).toThrow('weight: a parameter with this name already exists');
  scope.dispose();
});

describe('a shared scope', () => {
  it('is the same wherever it is asked for, and gives the parameter that is there', () => {
    const asked: string[] = [];
    const root = ParameterScope.root(new Random(1), tf, (path, shape) => void asked.push(`${path} ${shape.join()}`));
    const first = root.child('audio').child('semantic').shared('layers').child(0).variable('weight', [2], uniform);
    const second = root.child('text').shared('layers').child(0).variable('weight', [2], uniform);
    expect(second).toBe(first);
    expect([...root.parameters.keys()]).toEqual(['layers/0/weight']);
    expect(asked).toEqual(['layers/0/weight 2', 'layers/0/weight 2']);
    expect(() => root.shared('layers').child(0).variable('weight', [3], uniform)).toThrow(
      'layers/0/weight: parameters that are shared have one shape, here [2] and [3]',
    );
    root.dispose();
  });
});

describe('a copy', () => {
  it('starts its parameters as those of the tree, shared ones too, and has them trained by nobody', () => {
    const root = ParameterScope.root(new Random(1), tf);
    const make = (tree: ParameterScope) => {
      const scope = tree.child('audio');
      return [scope.variable('weight', [3], uniform), scope.shared('layers').variable('weight', [2], uniform)] as const;
    };
    const originals = make(root);
    const copies = make(root.child('objective').copy('teacher'));
    expect([...root.child('objective').parameters.keys()]).toEqual(['objective/teacher/audio/weight', 'objective/teacher/layers/weight']);
    copies.forEach((copy, i) => {
      expect(copy).not.toBe(originals[i]);
      expect(copy.dataSync()).toEqual(originals[i]?.dataSync());
      expect(copy.trainable).toBe(false);
    });
    root.dispose();
  });
});
