import { type ParameterMap, type ParameterScope, Random } from '@cmg/core';
import * as tf from '@tensorflow/tfjs';
import { Adam, linear } from '../src/index.js';
import { PlainAdam } from './support/plain-adam.js';
import { newScope, noise } from './support/tensors.js';

const SHAPES = { 'enc/a': [2, 3], 'enc/b': [4], 'dec/a': [3], 'dec/c': [1, 2] } as const;

function newParameters(): ParameterScope {
  const scope = newScope();
  for (const [path, shape] of Object.entries(SHAPES))
    scope.variable(path, shape, (s, random) =>
      random.uniforms(
        s.reduce((a, b) => a * b, 1),
        -1,
        1,
      ),
    );
  return scope;
}

const valuesOf = (parameters: ParameterMap) =>
  Object.fromEntries([...parameters].map(([path, variable]) => [path, [...variable.dataSync()]]));

/** Gradients of one step for the given paths: as numbers, and by variable as `tf.variableGrads` gives them. */
function gradientsFor(parameters: ParameterMap, paths: readonly string[], step: number, scale = 1) {
  const random = new Random(100 + step);
  const numbers = Object.fromEntries(
    paths.map((path) => [path, [...random.uniforms((parameters.get(path) as tf.Variable).size, -scale, scale)]]),
  );
  const tensors = Object.fromEntries(
    paths.map((path) => {
      const { name, shape } = parameters.get(path) as tf.Variable;
      return [name, tf.tensor(numbers[path] as number[], shape)];
    }),
  );
  return { numbers, tensors };
}

function expectSame(actual: Record<string, number[]>, expected: Record<string, number[]>): void {
  expect(Object.keys(actual)).toEqual(Object.keys(expected));
  for (const [path, values] of Object.entries(actual))
    values.forEach((value, i) => expect(value).toBeCloseTo(expected[path]?.[i] as number, 5));
}

describe('Adam', () => {
  it("takes a share of each weight away before the step, as PyTorch's AdamW does, and of none that has no gradient", () => {
    const scope = newScope();
    const [weight, other] = ['enc/weight', 'enc/other'].map((path) => scope.variable(path, [1], () => Float32Array.of(1)));
    const adam = new Adam(scope.parameters, { learningRate: 0.1, weightDecay: 0.1 });
    const seen = [0, 1].map(() => {
      adam.step({ [(weight as tf.Variable).name]: tf.tensor1d([0.5]) });
      return (weight as tf.Variable).dataSync()[0];
    });
    // The gradient's step is 0.1 each time: 1 (1 - 0.01) - 0.1, then 0.89 (1 - 0.01) - 0.1.
    expect(seen[0]).toBeCloseTo(0.89, 6);
    expect(seen[1]).toBeCloseTo(0.7811, 6);
    expect((other as tf.Variable).dataSync()[0]).toBe(1);
  });

  it.each([
    ['without clipping', {}, {}],
    ['clipping each module', { clip: { norm: 0.5, per: 'module' } }, { norm: 0.5 }],
    ['clipping all together', { clip: { norm: 0.5, per: 'all' } }, { norm: 0.5, group: () => 'all' }],
    ['not clipping what is small', { clip: { norm: 50, per: 'module' } }, {}],
  ] as const)("follows PyTorch's formula %s, with parameters absent at times", (_name, options, plainOptions) => {
    const { parameters } = newParameters();
    const adam = new Adam(parameters, { learningRate: 0.01, ...options });
    const plain = new PlainAdam(valuesOf(parameters), { rate: 0.01, ...plainOptions });
    const all = Object.keys(SHAPES);
    const present = [all, all, ['enc/a', 'dec/a', 'dec/c'], ['enc/b'], all, all];
    present.forEach((paths, step) => {
      const { numbers, tensors } = gradientsFor(parameters, paths, step, 1 + step);
      adam.step(tensors);
      plain.step(numbers);
    });
    expectSame(valuesOf(parameters), plain.values);
  });

  it('returns the norm of each module before clipping, and takes another rate for one step', () => {
    const { parameters } = newParameters();
    const adam = new Adam(parameters, { learningRate: 0.01, clip: { norm: 0.1, per: 'module' } });
    const plain = new PlainAdam(valuesOf(parameters), { rate: 0.01, norm: 0.1 });
    const { numbers, tensors } = gradientsFor(parameters, ['enc/a', 'enc/b', 'dec/a'], 1);
    const norms = adam.step(tensors, 0.5);
    const expected = plain.step(numbers, 0.5);
    expect(Object.keys(norms)).toEqual(['enc', 'dec']);
    for (const [module, norm] of Object.entries(norms)) expect(norm.dataSync()[0]).toBeCloseTo(expected[module] as number, 5);
    expectSame(valuesOf(parameters), plain.values);
  });

  it('updates a parameter larger than a bucket, and its neighbours', () => {
    const scope = newScope();
    for (const [name, size] of [
      ['m/a', 3],
      ['m/big', (1 << 20) + 1],
      ['m/b', 2],
    ] as const)
      scope.variable(name, [size], ([n]) => new Float32Array(n as number));
    const adam = new Adam(scope.parameters, { learningRate: 1 });
    adam.minimize(() => tf.addN([...scope.parameters.values()].map((v) => tf.sum(v))) as tf.Scalar);
    for (const variable of scope.parameters.values()) {
      expect(variable.min().dataSync()[0]).toBeCloseTo(-1, 5);
      expect(variable.max().dataSync()[0]).toBeCloseTo(-1, 5);
    }
  });

  it('leaves a copy of a parameter as it was, also where it changes the parameter in place', () => {
    const scope = newScope();
    const weight = scope.variable('m/weight', [2], () => Float32Array.of(1, 2));
    const adam = new Adam(scope.parameters, { learningRate: 0.5 });
    const gradients = { [weight.name]: tf.tensor1d([1, -1]) };
    const copies = [0, 1].map((turn) => {
      const copy = turn === 1 ? weight.clone() : undefined;
      adam.step(gradients);
      return copy;
    });
    expect(Array.from((copies[1] as tf.Tensor).dataSync())).toEqual([0.5, 2.5].map((value) => expect.closeTo(value, 5)));
    expect(Array.from(weight.dataSync())).toEqual([0, 3].map((value) => expect.closeTo(value, 5)));
  });

  it('minimises a loss without leaving tensors behind', () => {
    const scope = newScope();
    const layer = linear(scope, 3, 2);
    const adam = new Adam(scope.parameters, { learningRate: 0.05, clip: { norm: 1, per: 'all' } });
    const [x, y] = [noise([20, 3]), noise([20, 2], 2)];
    const step = () => {
      const loss = adam.minimize(() => tf.mean(tf.squaredDifference(layer(x), y)) as tf.Scalar);
      const value = loss.dataSync()[0] as number;
      loss.dispose();
      return value;
    };
    const first = step();
    const before = tf.memory().numTensors;
    let last = first;
    for (let i = 0; i < 30; i++) last = step();
    expect(last).toBeLessThan(0.8 * first);
    expect(tf.memory().numTensors).toBe(before);
    expect(() => adam.minimize(() => tf.scalar(1))).toThrow('Cannot find a connection');
  });

  it('works inside of another gradient, is constant to it, and frees what it computed', () => {
    const inner = newScope();
    const layer = linear(inner, 3, 1);
    const adam = new Adam(inner.parameters, { learningRate: 0.05 });
    const x = tf.variable(noise([4, 3]));
    const held: number[] = [];
    const weight = inner.parameters.get('weight') as tf.Variable;
    const { grads } = tf.variableGrads(() => {
      const z = tf.tanh(x);
      for (let i = 0; i < 3; i++) {
        const before = tf.memory().numTensors;
        adam.minimize(() => tf.mean(tf.square(layer(z))) as tf.Scalar).dispose();
        held.push(tf.memory().numTensors - before);
      }
      return tf.sum(layer(z)) as tf.Scalar;
    }, [x]);
    expect(held).toEqual([0, 0, 0]);
    const expected = tf.grad((a) => tf.sum(tf.matMul(tf.tanh(a), weight.clone())))(x.clone());
    expect([...(grads[x.name] as tf.Tensor).dataSync()]).toEqual([...expected.dataSync()]);
  });

  it('goes on from a saved state as if it had not stopped', async () => {
    const scope = newParameters();
    const { parameters } = scope;
    const adam = new Adam(parameters, { learningRate: 0.01 });
    const all = Object.keys(SHAPES);
    [all, ['enc/a', 'dec/a'], all].forEach((paths, step) => adam.step(gradientsFor(parameters, paths, step).tensors));
    const state = await adam.save();
    expect(state.get('enc/b/steps')?.data[0]).toBe(2);
    expect(state.get('enc/a/first')?.shape).toEqual([2, 3]);

    const copy = newParameters().parameters;
    for (const [path, variable] of parameters) copy.get(path)?.assign(variable.clone());
    const resumed = new Adam(copy, { learningRate: 0.01 });
    resumed.restore(state);
    adam.step(gradientsFor(parameters, all, 9).tensors);
    resumed.step(gradientsFor(copy, all, 9).tensors);
    expect(valuesOf(copy)).toEqual(valuesOf(parameters));
  });

  it('refuses a state of other parameters and keeps its own', async () => {
    const { parameters } = newParameters();
    const adam = new Adam(parameters, { learningRate: 0.01 });
    adam.step(gradientsFor(parameters, ['enc/a'], 1).tensors);
    const state = await adam.save();
    const without = (name: string) => new Map([...state].filter(([key]) => key !== name));
    expect(() => adam.restore(without('dec/a/second'))).toThrow('dec/a/second: is missing from the saved optimiser state');
    expect(() => adam.restore(without('dec/a/steps'))).toThrow('dec/a/steps: is missing');
    expect(() => adam.restore(new Map([...state, ['enc/z/first', { shape: [1], data: new Float32Array(1) }]]))).toThrow(
      'enc/z/first: is optimiser state, but not of a parameter of this run',
    );
    expect(() => adam.restore(new Map([...state, ['enc/a/first', { shape: [6], data: new Float32Array(6) }]]))).toThrow(
      'enc/a/first: saved optimiser state has shape [6], expected [2, 3]',
    );
    expect(await adam.save()).toEqual(state);
  });

  it('frees its moments, and needs parameters', () => {
    const { parameters } = newParameters();
    const before = tf.memory().numTensors;
    const adam = new Adam(parameters, { learningRate: 0.01 });
    adam.dispose();
    expect(tf.memory().numTensors).toBe(before);
    expect(() => new Adam(new Map(), { learningRate: 0.01 })).toThrow('Adam needs at least one parameter');
  });

  describe('descend', () => {
    const slope = (values: tf.Tensor1D) => tf.tidy(() => tf.mul(values, 2).sub(1) as tf.Tensor1D);

    it('takes the steps that the same gradients, parameter by parameter, would', () => {
      const [one, other] = [newParameters(), newParameters()];
      const [flat, single] = [one, other].map(({ parameters }) => new Adam(parameters, { learningRate: 0.01 })) as [Adam, Adam];
      flat.descend(3, slope);
      for (let i = 0; i < 3; i++) {
        single.minimize(() => tf.addN([...other.parameters.values()].map((v) => tf.sum(tf.sub(tf.square(v), v)))) as tf.Scalar);
      }
      expectSame(valuesOf(one.parameters), valuesOf(other.parameters));
    });

    it('leaves no tensor behind', () => {
      const { parameters } = newParameters();
      const adam = new Adam(parameters, { learningRate: 0.01 });
      adam.descend(1, slope);
      const before = tf.memory().numTensors;
      adam.descend(2, slope);
      expect(tf.memory().numTensors).toBe(before);
    });

    it('refuses parameters that have had different numbers of steps', () => {
      const { parameters } = newParameters();
      const adam = new Adam(parameters, { learningRate: 0.01 });
      adam.step(gradientsFor(parameters, ['enc/a'], 0).tensors);
      expect(() => adam.descend(1, slope)).toThrow('different numbers of steps');
    });
  });
});
