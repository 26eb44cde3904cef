import { relu } from '@cmg/nn';
import * as tf from '@tensorflow/tfjs';
import type { Backbone } from '../backbone.js';
import { imageNetInput } from './image-net-input.js';
import type { Layer, TorchLayers } from './torch-layers.js';

/**
 * A residual network of bottleneck blocks, ResNet-50 among them, under torchvision's names; depth and widths are those of
 * the weights. Levels: the outputs of its four stages, of strides 4 to 32. Batch normalisation is applied as
 * {@link TorchLayers.batchNorm} says.
 *
 * He et al. 2016, "Deep Residual Learning for Image Recognition", table 1; the stride is that of the 3x3 convolution.
 */
export function resNet(layers: TorchLayers, channels: number): Backbone {
  const input = imageNetInput(channels);
  const first = sequence([layers.conv('conv1', { stride: 2, padding: 3 }), layers.batchNorm('bn1'), relu]);
  const stages = [1, 2, 3, 4].map((stage) => {
    const name = `layer${stage}`;
    return sequence(Array.from({ length: layers.count(name) }, (_, i) => bottleneck(layers, `${name}.${i}`, stage > 1 && i === 0 ? 2 : 1)));
  });
  return {
    widths: [1, 2, 3, 4].map((stage) => layers.shape(`layer${stage}.0.conv3.weight`)[0] as number),
    apply(pictures) {
      // What is pooled is never negative, so that zeros around it do what PyTorch's padding does.
      const stem = tf.pad(first(input(pictures)), [
        [0, 0],
        [1, 1],
        [1, 1],
        [0, 0],
      ]);
      let x: tf.Tensor = tf.maxPool(stem as tf.Tensor4D, 3, 2, 'valid');
      return stages.map((stage) => (x = stage(x)) as tf.Tensor4D);
    },
  };
}

function bottleneck(layers: TorchLayers, name: string, stride: number): Layer {
  const part = (i: number, options = {}) => [layers.conv(`${name}.conv${i}`, options), layers.batchNorm(`${name}.bn${i}`)];
  const main = sequence([...part(1), relu, ...part(2, { stride, padding: 1 }), relu, ...part(3)]);
  const shortcut = layers.has(`${name}.downsample.0.weight`)
    ? sequence([layers.conv(`${name}.downsample.0`, { stride }), layers.batchNorm(`${name}.downsample.1`)])
    : (x: tf.Tensor) => x;
  return (x) => relu(tf.add(main(x), shortcut(x)));
}

const sequence =
  (layers: readonly Layer[]): Layer =>
  (x) =>
    layers.reduce((y, layer) => layer(y), x);
