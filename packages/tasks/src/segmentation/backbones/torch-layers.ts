import { CmgError, type NdArray, type ParameterScope } from '@cmg/core';
import * as tf from '@tensorflow/tfjs';

export type Layer = (x: tf.Tensor) => tf.Tensor;

export interface TorchConvOptions {
  readonly stride?: number;
  /** Rows and columns of zeros on each side. */
  readonly padding?: number;
}

/**
 * Layers whose first values come from a PyTorch state dict, under its own names. They are parameters like any other: they
 * train and are saved with the head. Pictures are NHWC here, NCHW there.
 */
export class TorchLayers {
  /**
   * @param tensors the state dict
   * @param file where it is from, for messages
   */
  constructor(
    private readonly tensors: ReadonlyMap<string, NdArray>,
    private readonly parameters: ParameterScope,
    private readonly file: string,
  ) {}

  has(name: string): boolean {
    return this.tensors.has(name);
  }

  /** How many blocks `<prefix>.0.`, `<prefix>.1.`, ... there are. */
  count(prefix: string): number {
    const names = [...this.tensors.keys()];
    let blocks = 0;
    while (names.some((name) => name.startsWith(`${prefix}.${blocks}.`))) blocks++;
    return blocks;
  }

  /** Shape in PyTorch's order. */
  shape(name: string): readonly number[] {
    return this.tensor(name).shape;
  }

  /** A convolution over pictures, [N, H, W, inputs] -> [N, H', W', outputs]; without bias where the file has none. */
  conv(name: string, { stride = 1, padding = 0 }: TorchConvOptions = {}): Layer {
    const weight = this.variable(name, 'weight', [2, 3, 1, 0]) as tf.Tensor as tf.Tensor4D;
    const bias = this.bias(name);
    return (x) => bias(tf.conv2d(padded(x, padding), weight, stride, 'valid'));
  }

  /** A convolution of stride 1 that keeps channels apart, [N, H, W, C] -> the same shape. */
  depthwise(name: string): Layer {
    const weight = this.variable(name, 'weight', [2, 3, 0, 1]) as tf.Tensor as tf.Tensor4D;
    const bias = this.bias(name);
    return (x) => bias(tf.depthwiseConv2d(padded(x, (weight.shape[0] - 1) / 2), weight, 1, 'valid'));
  }

  /** An affine map of the last axis. */
  linear(name: string): Layer {
    const weight = this.variable(name, 'weight', [1, 0]) as tf.Tensor as tf.Tensor2D;
    const bias = this.bias(name);
    const [inputs, outputs] = weight.shape;
    return (x) => bias(tf.matMul(x.reshape([-1, inputs]), weight)).reshape([...x.shape.slice(0, -1), outputs]);
  }

  /** Layer normalisation of the last axis. */
  layerNorm(name: string, epsilon: number): Layer {
    const [weight, bias] = [this.variable(name, 'weight', [0]), this.variable(name, 'bias', [0])];
    return (x) => {
      const centred = tf.sub(x, tf.mean(x, -1, true));
      const scale = tf.rsqrt(tf.add(tf.mean(tf.square(centred), -1, true), epsilon));
      return tf.add(tf.mul(tf.mul(centred, scale), weight), bias);
    };
  }

  /**
   * Batch normalisation by the statistics of the file, as one scale and shift per channel, both of which train; batches of a
   * few clips have no statistics of their own worth having.
   */
  batchNorm(name: string): Layer {
    const values = (part: string) => this.tensor(`${name}.${part}`).data;
    const [weight, bias, mean, variance] = [values('weight'), values('bias'), values('running_mean'), values('running_var')];
    const factor = Float32Array.from(weight, (value, c) => value / Math.sqrt((variance[c] as number) + 1e-5));
    const offset = Float32Array.from(bias, (value, c) => value - (mean[c] as number) * (factor[c] as number));
    const scope = this.parameters.child(name);
    const scale = scope.variable('scale', [factor.length], () => factor);
    const shift = scope.variable('shift', [offset.length], () => offset);
    return (x) => tf.add(tf.mul(x, scale), shift);
  }

  private bias(name: string): Layer {
    if (!this.has(`${name}.bias`)) return (x) => x;
    const bias = this.variable(name, 'bias', [0]);
    return (x) => tf.add(x, bias);
  }

  private variable(name: string, part: string, axes: readonly number[]): tf.Variable {
    const { shape, data } = this.tensor(`${name}.${part}`);
    if (shape.length !== axes.length) {
      throw new CmgError(`has shape [${shape.join(', ')}]; expected ${axes.length} axes`, { where: `${this.file}: ${name}.${part}` });
    }
    const transposed = tf.tidy(() => tf.tensor(new Float32Array(data), [...shape]).transpose([...axes]));
    const values = transposed.dataSync() as Float32Array;
    transposed.dispose();
    return this.parameters.child(name).variable(part, transposed.shape, () => values);
  }

  private tensor(name: string): NdArray {
    const tensor = this.tensors.get(name);
    if (tensor !== undefined) return tensor;
    throw new CmgError(`has no tensor '${name}'`, {
      kind: 'usage',
      where: this.file,
      hint: 'Give the weights of the network that the option `backbone` names, under the names of torchvision or timm.',
    });
  }
}

const padded = (x: tf.Tensor, padding: number): tf.Tensor4D =>
  (padding === 0
    ? x
    : tf.pad(x, [
        [0, 0],
        [padding, padding],
        [padding, padding],
        [0, 0],
      ])) as tf.Tensor4D;
