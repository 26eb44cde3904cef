import { type NdArray, Random } from '@cmg/core';
import * as tf from '@tensorflow/tfjs';
import { LetterNetwork } from '../src/index.js';

const WIDTHS = [1, 2, 3, 2, 3, 2, 4];
const STRIDES = [2, 2, 1, 2, 1, 1];

const weights = new Map<string, NdArray>(
  STRIDES.flatMap((_, i) => {
    const random = new Random(i);
    const [inputs, outputs] = [WIDTHS[i]!, WIDTHS[i + 1]!];
    const values = (n: number) => Float32Array.from({ length: n }, () => random.normal(0.05, 0.4));
    return [
      [`conv${i + 1}/kernel`, { shape: [3, 3, inputs, outputs], data: values(9 * inputs * outputs) }],
      [`conv${i + 1}/bias`, { shape: [outputs], data: values(outputs) }],
    ] as [string, NdArray][];
  }),
);

/** One layer by its definition: [side, side, in] -> [side / stride, side / stride, out]; 'same' pads before only for stride 1. */
function convolve(x: Float64Array, side: number, layer: number): Float64Array {
  const [inputs, outputs, stride] = [WIDTHS[layer]!, WIDTHS[layer + 1]!, STRIDES[layer]!];
  const kernel = weights.get(`conv${layer + 1}/kernel`)!.data;
  const bias = weights.get(`conv${layer + 1}/bias`)!.data;
  const before = stride === 1 ? 1 : 0;
  const out = new Float64Array((side / stride) ** 2 * outputs);
  for (let at = 0; at < out.length; at++) {
    const o = at % outputs;
    const column = Math.floor(at / outputs) % (side / stride);
    const row = Math.floor(at / outputs / (side / stride));
    let sum = bias[o]!;
    for (let k = 0; k < 9 * inputs; k++) {
      const y = row * stride - before + Math.floor(k / inputs / 3);
      const xx = column * stride - before + (Math.floor(k / inputs) % 3);
      if (y >= 0 && y < side && xx >= 0 && xx < side) sum += x[(y * side + xx) * inputs + (k % inputs)]! * kernel[k * outputs + o]!;
    }
    out[at] = Math.max(0, sum);
  }
  return out;
}

describe('LetterNetwork', () => {
  const network = new LetterNetwork(weights);
  afterAll(() => network.dispose());

  it('is six convolutions with relu', async () => {
    const random = new Random(9);
    const frame = random.uniforms(56 * 56);
    let expected = Float64Array.from(frame);
    let side = 56;
    STRIDES.forEach((stride, layer) => {
      expected = convolve(expected, side, layer) as Float64Array<ArrayBuffer>;
      side /= stride;
    });
    const maps = tf.tidy(() => network.apply(tf.tensor3d(frame, [1, 56, 56])));
    expect(maps.shape).toEqual([1, 7, 7, 4]);
    (await maps.data()).forEach((value, i) => expect(value).toBeCloseTo(expected[i]!, 4));
    expect(Math.max(...expected)).toBeGreaterThan(0.1);
    maps.dispose();
  });

  it('treats frames of a batch apart, and says how wide its maps are', () => {
    tf.tidy(() => {
      const frames = tf.randomUniform<tf.Rank.R3>([3, 56, 56], 0, 1, 'float32', 1);
      const together = network.apply(frames).slice([1, 0, 0, 0], [1, 7, 7, 4]);
      const alone = network.apply(frames.slice([1, 0, 0], [1, 56, 56]));
      expect(tf.max(tf.abs(tf.sub(together, alone))).arraySync()).toBeLessThan(1e-5);
    });
    expect(network.channels).toBe(4);
  });

  it('frees all that it holds', () => {
    const before = tf.memory().numTensors;
    const other = new LetterNetwork(weights);
    tf.tidy(() => void other.apply(tf.zeros([1, 56, 56])));
    other.dispose();
    expect(tf.memory().numTensors).toBe(before);
  });

  it('names weights that are missing or of the wrong rank', () => {
    const without = new Map([...weights].filter(([name]) => name !== 'conv4/bias'));
    expect(() => new LetterNetwork(without)).toThrow("no tensor 'conv4/bias'");
    const wrong = new Map([...weights, ['conv2/kernel', { shape: [6, 9], data: new Float32Array(54) }] as const]);
    expect(() => new LetterNetwork(wrong)).toThrow("tensor 'conv2/kernel': expected 4 axes, got shape [6, 9]");
  });
});
