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
});
