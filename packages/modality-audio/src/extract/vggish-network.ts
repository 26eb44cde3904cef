import { CmgError } from '@cmg/core';
import { pretrainedLayer, type PretrainedLayer, type PretrainedWeights, VggConvolutions } from '@cmg/nn';
import * as tf from '@tensorflow/tfjs';
import { VGGISH_PATCH } from './vggish-mel.js';

const BLOCKS = [1, 1, 2, 2];
const CONVOLUTIONS = ['conv1', 'conv2', 'conv3/conv3_1', 'conv3/conv3_2', 'conv4/conv4_1', 'conv4/conv4_2'];
const LINEAR = [
  { torch: 'embeddings.0', tensorflow: 'vggish/fc1/fc1_1' },
  { torch: 'embeddings.2', tensorflow: 'vggish/fc1/fc1_2' },
  { torch: 'embeddings.4', tensorflow: 'vggish/fc2' },
];

/**
 * VGGish: log-mel patches [N, 96, 64] -> embeddings [N, 128]. Convolutions of 64, 128, 2 x 256 and 2 x 512 channels, then three
 * affine layers of 4096, 4096 and 128, each with relu. Holds tensors: dispose it after use.
 * Hershey et al., "CNN architectures for large-scale audio classification", 2017.
 */
export class VggishNetwork {
  private readonly convolutions: VggConvolutions;
  private readonly layers: PretrainedLayer[] = [];

  /**
   * @param weights named as in torchvggish (`features.0.weight` to `embeddings.4.bias`) or the TensorFlow release (`vggish/conv1/weights`)
   * @param lastRelu whether the last layer has a relu, as in torchvggish; later TensorFlow releases omit it
   * @throws CmgError of kind `usage` if tensors are missing or do not fit
   */
  constructor(
    weights: PretrainedWeights,
    private readonly lastRelu: boolean,
  ) {
    this.convolutions = new VggConvolutions(
      BLOCKS,
      weights,
      CONVOLUTIONS.map((name) => `vggish/${name}`),
    );
    try {
      for (const names of LINEAR) this.layers.push(pretrainedLayer(weights, names, 2));
      const [first] = this.layers;
      const flat = (VGGISH_PATCH.frames / 16) * (VGGISH_PATCH.bands / 16) * this.convolutions.channels;
      if (first!.weight.shape[0] !== flat || this.convolutions.inputChannels !== 1) {
        throw new CmgError(`the convolutions produce ${flat} values, but the first affine layer takes ${first!.weight.shape[0]}`, {
          kind: 'usage',
          where: weights.file,
          hint: 'Is it a file of VGGish?',
        });
      }
    } catch (error) {
      this.dispose();
      throw error;
    }
  }

  /** Width of an embedding. */
  get width(): number {
    return this.layers.at(-1)!.bias.shape[0];
  }

  apply(patches: tf.Tensor3D): tf.Tensor2D {
    return tf.tidy(() => {
      const maps = this.convolutions.apply(tf.expandDims(patches, 3));
      return this.layers.reduce<tf.Tensor2D>(
        (x, { weight, bias }, i) => {
          const y = tf.add(tf.matMul(x, weight as tf.Tensor2D), bias) as tf.Tensor2D;
          return i < this.layers.length - 1 || this.lastRelu ? tf.relu(y) : y;
        },
        maps.reshape([maps.shape[0], -1]),
      );
    });
  }

  dispose(): void {
    this.convolutions.dispose();
    for (const { weight, bias } of this.layers) tf.dispose([weight, bias]);
  }
}
