import * as tf from '@tensorflow/tfjs';

/** Native TensorFlow is not everywhere. */
const native = tf.getBackend() === 'tensorflow';

(native ? describe : describe.skip)('ApplyAdam of native TensorFlow', () => {
  it('steps by hand-worked numbers, leaves its inputs as they are and no tensor behind', () => {
    const vectors = { values: tf.tensor1d([1]), first: tf.tensor1d([0.1]), second: tf.tensor1d([0.02]), gradient: tf.tensor1d([0.5]) };
    const inputs = { ...vectors, size: tf.scalar(0.1), epsilon: tf.scalar(0.05) };
    const before = tf.memory().numTensors;
    const attributes = { beta1: 0.5, beta2: 0.75 };
    const next = tf.engine().runKernel('ApplyAdam', inputs, attributes) as unknown as tf.Tensor[];
    expect(tf.memory().numTensors).toBe(before + 3);
    // m = 0.05 + 0.25; v = 0.015 + 0.0625; 1 - 0.1 m / (sqrt(v) + 0.05)
    for (const [i, value] of [1 - 0.03 / 0.3283882, 0.3, 0.0775].entries()) expect(next[i]?.dataSync()[0]).toBeCloseTo(value, 6);
    expect(Object.values(vectors).map((input) => input.dataSync()[0])).toEqual([1, 0.1, 0.02, 0.5].map(Math.fround));
    tf.dispose([next, ...Object.values(inputs)]);
  });

  describe('in place', () => {
    const scalars = () => ({ size: tf.scalar(0.1), epsilon: tf.scalar(0.05) });
    const variables = () => ({
      values: tf.variable(tf.tensor2d([[1], [2]])),
      first: tf.variable(tf.tensor1d([0.1, 0])),
      second: tf.variable(tf.tensor1d([0.02, 0])),
    });
    const step = (inputs: tf.NamedTensorMap) => tf.engine().runKernel('ApplyAdamInPlace', inputs, { beta1: 0.5, beta2: 0.75 });
    const read = (tensors: tf.NamedTensorMap) => Object.values(tensors).map((tensor) => Array.from(tensor.dataSync()));

    it('writes the same numbers over its variables; another handle for their memory keeps the old ones', () => {
      const [state, rest] = [variables(), { ...scalars(), gradient: tf.tensor1d([0.5, 0]) }];
      const view = tf.reshape(state.values, [2]);
      const before = tf.memory().numTensors;
      for (const result of [step({ ...state, ...rest })]) expect(result).toEqual([]);
      expect(tf.memory().numTensors).toBe(before);
      const [values, first, second] = read(state) as [number[], number[], number[]];
      expect(values[0]).toBeCloseTo(1 - 0.03 / 0.3283882, 6);
      expect(values[1]).toBe(2);
      expect(state.values.shape).toEqual([2, 1]);
      expect(first).toEqual([Math.fround(0.3), 0]);
      expect(second[0]).toBeCloseTo(0.0775, 6);
      expect(Array.from(view.dataSync())).toEqual([1, 2]);
      tf.dispose([state, rest, view]);
    });

    it('leaves its variables as they are if it fails', () => {
      const [state, rest] = [variables(), { ...scalars(), gradient: tf.tensor1d([0.5, 0, 0]) }];
      const before = tf.memory().numTensors;
      expect(() => step({ ...state, ...rest })).toThrow(/same shape/);
      expect(tf.memory().numTensors).toBe(before);
      expect(read(state)).toEqual([
        [1, 2],
        [Math.fround(0.1), 0],
        [Math.fround(0.02), 0],
      ]);
      tf.dispose([state, rest]);
    });
  });
});
