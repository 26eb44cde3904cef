import { CmgError, type NdArray } from '@cmg/core';
import * as tf from '@tensorflow/tfjs';

/** Strides of the six 3x3 convolutions. */
const STRIDES = [2, 2, 1, 2, 1, 1] as const;

/** Side of the frames that the network was trained on, in pixels. */
export const FRAME_SIDE = 56;

interface Convolution {
  readonly kernel: tf.Tensor4D;
  readonly bias: tf.Tensor1D;
  readonly stride: number;
}

/**
 * Computes feature maps of grey frames with a small convolutional network that was trained to name rendered letters
 * (tools/corpus/train_letter_network.py): six 3x3 convolutions padded as 'same', each followed by relu; batch
 * normalisation is folded into them. Holds tensors: dispose it after use.
 */
export class LetterNetwork {
  private readonly convolutions: readonly Convolution[];

  /** @param weights `conv1/kernel` [3, 3, in, out] and `conv1/bias` [out] to `conv6/...` */
  constructor(weights: ReadonlyMap<string, NdArray>) {
    this.convolutions = STRIDES.map((stride, i) => ({
      kernel: tensorOf<tf.Tensor4D>(weights, `conv${i + 1}/kernel`, 4),
      bias: tensorOf<tf.Tensor1D>(weights, `conv${i + 1}/bias`, 1),
      stride,
    }));
  }

  /** Width of the feature map. */
  get channels(): number {
    return this.convolutions.at(-1)!.bias.shape[0];
  }

  /** Frames [N, H, W] with values in [0, 1] -> feature maps [N, ceil(H/8), ceil(W/8), channels]; 56x56 gives 7x7. */
  apply(frames: tf.Tensor3D): tf.Tensor4D {
    return tf.tidy(() =>
      this.convolutions.reduce<tf.Tensor4D>(
        (x, { kernel, bias, stride }) => tf.relu(tf.add(tf.conv2d(x, kernel, stride, 'same'), bias)),
        tf.expandDims(frames, 3),
      ),
    );
  }

  dispose(): void {
    for (const { kernel, bias } of this.convolutions) tf.dispose([kernel, bias]);
  }
}

function tensorOf<T extends tf.Tensor>(weights: ReadonlyMap<string, NdArray>, name: string, rank: number): T {
  const array = weights.get(name);
  if (array === undefined) throw new CmgError(`the letter network's weights have no tensor '${name}'`);
  if (array.shape.length !== rank) {
    throw new CmgError(`expected ${rank} axes, got shape [${array.shape.join(', ')}]`, { where: `tensor '${name}'` });
  }
  return tf.tensor(array.data, [...array.shape], 'float32') as T;
}
