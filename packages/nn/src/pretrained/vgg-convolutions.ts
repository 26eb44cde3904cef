import { CmgError } from '@cmg/core';
import * as tf from '@tensorflow/tfjs';
import { pretrainedLayer, type PretrainedLayer, type PretrainedWeights } from './pretrained-layer.js';

/**
 * The convolutional part of a VGG network: in each block 3x3 convolutions padded with zeros, each followed by relu, then 2x2
 * max-pooling. Holds tensors: dispose it after use. Simonyan and Zisserman, "Very Deep Convolutional Networks", 2015.
 */
export class VggConvolutions {
  private readonly layers: PretrainedLayer[] = [];

  /**
   * @param blocks convolutions of each block; VGG19: [2, 2, 4, 4, 4]. Widths are those of the weights.
   * @param weights under the names of torchvision: `features.N.weight` [out, in, 3, 3], N counting convolutions, relus and pools
   * @param tensorflowNames of the convolutions in order, if the weights may also be TensorFlow's
   * @throws CmgError of kind `usage` if a tensor is missing, has other axes or does not match the previous layer
   */
  constructor(
    private readonly blocks: readonly number[],
    weights: PretrainedWeights,
    tensorflowNames: readonly string[] = [],
  ) {
    let place = 0;
    for (const convolutions of blocks) {
      for (let i = 0; i < convolutions; i++, place += 2) {
        const tensorflow = tensorflowNames[this.layers.length];
        const layer = pretrainedLayer(weights, { torch: `features.${place}`, ...(tensorflow !== undefined && { tensorflow }) }, 4);
        const before = this.layers.at(-1)?.weight.shape[3];
        this.layers.push(layer);
        if (before === undefined || layer.weight.shape[2] === before) continue;
        this.dispose();
        throw new CmgError(`a convolution takes ${layer.weight.shape[2]} channels, but the previous one produces ${before}`, {
          kind: 'usage',
          where: `${weights.file}: features.${place}`,
        });
      }
      place += 1;
    }
  }

  /** Channels of the input pictures. */
  get inputChannels(): number {
    return this.layers[0]!.weight.shape[2] as number;
  }

  /** Channels of the output maps. */
  get channels(): number {
    return this.layers.at(-1)!.bias.shape[0];
  }

  /** Pictures [N, H, W, C] -> maps [N, H', W', channels], H' = H over 2 per block, rounded down. */
  apply(pictures: tf.Tensor4D): tf.Tensor4D {
    return tf.tidy(() => {
      let maps = pictures;
      let next = 0;
      for (const convolutions of this.blocks) {
        for (const { weight, bias } of this.layers.slice(next, next + convolutions)) {
          const before = maps;
          maps = tf.tidy(() => tf.relu(tf.add(tf.conv2d(before, weight as tf.Tensor4D, 1, 'same'), bias)));
          if (before !== pictures) before.dispose();
        }
        next += convolutions;
        const before = maps;
        maps = tf.maxPool(before, 2, 2, 'valid');
        before.dispose();
      }
      return maps;
    });
  }

  dispose(): void {
    for (const { weight, bias } of this.layers) tf.dispose([weight, bias]);
  }
}
