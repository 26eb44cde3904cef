import { hostValue } from '@cmg/core';
import * as tf from '@tensorflow/tfjs';
import { compile, openBackend } from '../src/index.js';
import { type GraphBinding, isGraphBinding, type NativeBackend } from '../src/native/native-backend.js';

const valuesOf = (tensor: tf.Tensor) => [...tensor.dataSync()];

/** How often a function ran as JavaScript. */
function counted<In, Out>(f: (x: In) => Out) {
  const counter = { calls: 0, f: (x: In): Out => (counter.calls++, f(x)) };
  return counter;
}

/** Native TensorFlow is not everywhere. */
const native = tf.getBackend() === 'tensorflow';

/**
 * Opens native TensorFlow and counts the graphs that are loaded: as functions, or as saved models, the way of a binding that is tfjs-node's own.
 */
async function openCounting(functions: boolean) {
  await openBackend('native');
  const owner = tf.backend() as NativeBackend;
  const binding = owner.binding as GraphBinding;
  const names = Object.getOwnPropertyNames(binding).filter((name) => functions || name !== 'addFunction');
  const copy = Object.fromEntries(names.map((name) => [name, Reflect.get(binding, name) as unknown])) as unknown as GraphBinding;
  const counted =
    <A extends unknown[], R>(f: (...args: A) => R, by: number) =>
    (...args: A) => ((graphs.loaded += by), f(...args));
  const { addFunction, removeFunction, loadSavedModel, deleteSavedModel } = binding;
  const graphs = { loaded: 0, restore: () => void (owner.binding = binding) };
  owner.binding = Object.assign(
    copy,
    functions
      ? { addFunction: counted(addFunction, 1), removeFunction: counted(removeFunction, -1) }
      : { loadSavedModel: counted(loadSavedModel, 1), deleteSavedModel: counted(deleteSavedModel, -1) },
  );
  return graphs;
}

const functions = native && isGraphBinding((tf.backend() as NativeBackend).binding) ? (['functions'] as const) : [];

describe.each([...functions, ...(native ? (['saved models'] as const) : []), 'js' as const])('compile to %s', (way) => {
  const backend = way === 'js' ? 'js' : 'native';
  let graphs = { loaded: 0, restore: () => {} };
  beforeAll(async () => {
    if (way === 'js') await openBackend(way);
    else graphs = await openCounting(way === 'functions');
  });
  afterAll(() => graphs.restore());
  const recordings = (calls: number, runs: number) => (backend === 'native' ? calls : runs);

  it('gives what the function gives, for other values and other shapes, in the form of its result', () => {
    const { calls, f } = counted(({ a, list }: { a: tf.Tensor; list: tf.Tensor[] }) => ({
      product: tf.matMul(a as tf.Tensor2D, tf.transpose(a as tf.Tensor2D)),
      parts: [tf.sum(a, 0, true).expandDims(0), a, tf.concat([list[0] as tf.Tensor, tf.scalar(7).reshape([1])])],
      largest: { at: tf.argMax(a, 1), is: tf.greater(a, 2) },
    }));
    expect(calls).toBe(0);
    const compiled = compile(f);
    for (const rows of [
      [
        [1, 2],
        [3, 4],
      ],
      [
        [5, 0],
        [0, 1],
      ],
      [[1, 2, 3]],
    ]) {
      const inputs = { a: tf.tensor2d(rows), list: [tf.tensor1d([rows.length])] };
      const [actual, expected] = [compiled.run(inputs), f(inputs)];
      expect(valuesOf(actual.product)).toEqual(valuesOf(expected.product));
      expect(actual.parts.map(({ shape }) => shape)).toEqual(expected.parts.map(({ shape }) => shape));
      expect(actual.parts.map(valuesOf)).toEqual(expected.parts.map(valuesOf));
      expect(valuesOf(actual.largest.at)).toEqual(valuesOf(expected.largest.at));
      expect([actual.largest.is.dtype, valuesOf(actual.largest.is)]).toEqual(['bool', valuesOf(expected.largest.is)]);
    }
    compiled.dispose();
  });

  it('takes gradients, reads variables as they are, and assigns them', () => {
    const [weight, other] = [tf.variable(tf.tensor1d([1, 2])), tf.variable(tf.scalar(5))];
    const counter = counted((x: tf.Tensor) => {
      const { value, grads } = tf.variableGrads(() => tf.sum(tf.square(tf.mul(x, weight))) as tf.Scalar, [weight]);
      weight.assign(tf.sub(weight, tf.mul(grads[weight.name] as tf.Tensor, 0.5)) as tf.Tensor1D);
      return value;
    });
    const compiled = compile(counter.f);
    // d/dw (x w)^2 / 2 = x^2 w, so w becomes (1 - x^2) w
    expect(valuesOf(compiled.run(tf.tensor1d([1, 2])))).toEqual([1 + 16]);
    expect(valuesOf(weight)).toEqual([0, -6]);
    weight.assign(tf.tensor1d([3, 1]));
    expect(valuesOf(compiled.run(tf.tensor1d([2, 1])))).toEqual([36 + 1]);
    expect(valuesOf(weight)).toEqual([-9, 0]);
    expect(valuesOf(other)).toEqual([5]);
    expect(counter.calls).toBe(recordings(1, 2));
    compiled.dispose();
    tf.dispose([weight, other]);
  });

  it('makes host values anew for each run, once each', () => {
    let drawn = 0;
    const compiled = compile((x: tf.Tensor) => ({
      sum: tf.add(
        x,
        hostValue(() => tf.scalar(++drawn)),
      ),
      unused: tf.mul(
        hostValue(() => tf.scalar(10 * drawn)),
        0,
      ),
    }));
    expect([1, 2, 3].map((x) => valuesOf(compiled.run(tf.scalar(x)).sum)[0])).toEqual([2, 4, 6]);
    expect(drawn).toBe(3);
    compiled.dispose();
  });

  it('tells inputs and variables apart that share their memory', () => {
    const start = tf.tensor1d([1, 2]);
    const [v, w] = [tf.variable(start), tf.variable(start)];
    const compiled = compile(({ x, y }: { x: tf.Tensor; y: tf.Tensor }) => tf.addN([x, tf.mul(y, 10), tf.mul(v, 100), tf.mul(w, 1000)]));
    expect(valuesOf(compiled.run({ x: start, y: start }))).toEqual([1111, 2222]);
    w.assign(tf.tensor1d([0, 3]));
    expect(valuesOf(compiled.run({ x: tf.tensor1d([4, 5]), y: start }))).toEqual([114, 3225]);
    compiled.dispose();
    tf.dispose([v, w]);
  });

  it('leaves no tensor behind but its results, and no graph when disposed of', () => {
    const { loaded } = graphs;
    const variable = tf.variable(tf.scalar(1));
    const compiled = compile((x: tf.Tensor) => {
      variable.assign(
        tf.add(
          variable,
          hostValue(() => tf.scalar(1)),
        ),
      );
      return [tf.mul(x, variable), x];
    });
    const x = tf.scalar(2);
    for (const previous of [1, 2, 3]) {
      const before = tf.memory().numTensors;
      const [product, same] = compiled.run(x) as [tf.Tensor, tf.Tensor];
      expect(valuesOf(product)).toEqual([2 * (previous + 1)]);
      expect(valuesOf(same)).toEqual([2]);
      if (same !== x) same.dispose();
      product.dispose();
      if (backend === 'native') expect(tf.memory().numTensors).toBe(before);
    }
    expect(graphs.loaded).toBe(loaded + recordings(1, 0));
    compiled.dispose();
    expect(graphs.loaded).toBe(loaded);
    tf.dispose([x, variable]);
  });

  it('tells inputs by their names and places, and copies what it is given', () => {
    const scratch = new Float32Array(1);
    const compiled = compile((x: Partial<Record<string, tf.Tensor>> | tf.Tensor[]) => {
      const [first, second] = Array.isArray(x) ? x : [x['a'], x['b']];
      const made = [1, 10].map((value) => tf.add(tf.tensor(scratch.fill(value), []), 0));
      return tf.addN([first as tf.Tensor, (second ?? tf.scalar(0)).mul(100), ...made]);
    });
    const [one, two] = [tf.scalar(1), tf.scalar(2)];
    const value = (x: Parameters<typeof compiled.run>[0]) => valuesOf(compiled.run(x))[0];
    expect([value({ a: one, b: two }), value({ b: two, a: one }), value([two, one]), value({ a: one, b: undefined })]).toEqual([
      212, 212, 113, 12,
    ]);
    compiled.dispose();
  });

  it('has the gradient of the function', () => {
    const square = compile((x: tf.Tensor) => tf.square(x));
    expect(valuesOf(square.run(tf.scalar(3)))).toEqual([9]);
    expect(valuesOf(tf.grad((x) => tf.add(square.run(x), x))(tf.scalar(3)))).toEqual([7]);
    square.dispose();
  });

  it('runs a compiled function within another', () => {
    const inner = compile((x: tf.Tensor) => tf.square(x));
    const outer = compile((x: tf.Tensor) => tf.add(inner.run(x), 1));
    expect([2, 3].map((x) => valuesOf(outer.run(tf.scalar(x)))[0])).toEqual([5, 10]);
    outer.dispose();
    inner.dispose();
  });
});

(native ? test : test.skip)('a compiled function gives the same bits in each run, whichever operation ends first', async () => {
  await openBackend('native');
  const x = tf.randomNormal<tf.Rank.R2>([160, 160], 0, 1, 'float32', 1);
  // Each term has another reader, which takes longer or shorter: what is free to take the sum differs from run to run.
  const sums = (y: tf.Tensor2D) =>
    Array.from({ length: 12 }, (_, n) => {
      const terms = Array.from({ length: 4 }, (_, i) => tf.sin(tf.mul(y, 1 + n + i / 7)));
      const readers = terms.map((term, i) => tf.sum(tf.matMul(term, tf.tile(y, [1, 1 + ((n + i) % 5)]))));
      return [tf.addN(terms), tf.add(tf.add(tf.add(terms[0]!, terms[1]!), terms[2]!), terms[3]!), ...readers];
    });
  const compiled = compile(sums);
  const bits = () =>
    tf.tidy(() =>
      compiled.run(x).map((group) => group.slice(0, 2).map((sum) => Buffer.from(sum.dataSync().slice().buffer).toString('base64'))),
    );
  const first = bits();
  for (let run = 0; run < 150; run++) expect(bits()).toEqual(first);
  compiled.dispose();
  x.dispose();
});

(native ? describe : describe.skip)('a function that cannot be compiled', () => {
  beforeAll(() => openBackend('native'));
  const [outside, known] = [tf.scalar(1), tf.scalar(1)];
  beforeAll(() => known.add(0).dispose());

  it.each([
    ['reads a tensor back', (x: tf.Tensor) => tf.scalar(x.dataSync()[0] as number), 'cannot read a tensor back'],
    ['uses a tensor from outside', (x: tf.Tensor) => tf.add(x, known), 'uses a tensor from outside'],
    ['uses one that TensorFlow has not got yet', (x: tf.Tensor) => tf.add(x, outside), 'uses a tensor from outside'],
    ['draws', (x: tf.Tensor) => tf.add(x, tf.randomUniform([1])), 'uses Math.random or tf.random*'],
    ['makes a variable', (x: tf.Tensor) => tf.add(x, tf.variable(tf.ones([1]))), 'creates a variable'],
  ])('is refused where it %s; variables and memory are as before', (_, f, message) => {
    const variable = tf.variable(tf.scalar(1));
    const compiled = compile((x: tf.Tensor) => {
      variable.assign(tf.scalar(2));
      return f(x);
    });
    const x = tf.scalar(3);
    const before = tf.memory().numTensors;
    expect(() => compiled.run(x)).toThrow(message);
    expect(valuesOf(variable)).toEqual([1]);
    expect(tf.memory().numTensors).toBe(before);
    expect(valuesOf(compile((y: tf.Tensor) => tf.add(y, 1)).run(x))).toEqual([4]);
    tf.dispose([x, variable]);
  });
});
