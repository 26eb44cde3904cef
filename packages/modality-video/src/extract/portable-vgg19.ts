import { CmgError, describeSegments, type Frames, pathOption, type PortableExtractor } from '@cmg/core';
import { backgroundOption } from '@cmg/media';
import { VggConvolutions } from '@cmg/nn';
import * as tf from '@tensorflow/tfjs';
import { z } from 'zod';
import { meanMaps } from './mean-maps.js';

const options = z.strictObject({
  weights: pathOption().optional().describe(".pth, .safetensors or .npz with torchvision's names, features.0.weight to features.34.bias"),
  frames: z.int().min(1).default(16).describe('frames per second; their maps are averaged (16 in the published features of AVE)'),
  background: backgroundOption(),
});

export type Vgg19Options = z.infer<typeof options>;

/** Where its weights are to be had. */
export const VGG19_WEIGHTS = "For example torchvision's: download.pytorch.org/models/vgg19-dcbb9e9d.pth";

const SIDE = 224;
const BLOCKS = [2, 2, 4, 4, 4];
/** Frames per pass through the network: 0.4 GB of maps. */
const CHUNK = 8;
/** Mean and standard deviation of ImageNet's red, green and blue. */
const MEAN = [0.485, 0.456, 0.406];
const DEVIATION = [0.229, 0.224, 0.225];

/** Maps of VGG19 after its last pooling, [7, 7, 512]. Simonyan and Zisserman, 2015; normalisation as in torchvision. */
export const portableVgg19: PortableExtractor<Vgg19Options, 'video'> = {
  name: 'vgg19',
  description: 'maps of VGG19 after pool5, [7, 7, 512]; needs its weights',
  kind: 'video',
  options,
  openWith({ weights: file = 'vgg19', frames: framesPerSegment, background }, tensors) {
    const network = new VggConvolutions(BLOCKS, { tensors, file });
    if (network.inputChannels !== 3) {
      network.dispose();
      throw new CmgError(`its first convolution takes ${network.inputChannels} channels; expected 3`, {
        kind: 'usage',
        where: file,
        hint: VGG19_WEIGHTS,
      });
    }
    return {
      format: { kind: 'video', height: SIDE, width: SIDE, framesPerSegment, background },
      featureShape: [SIDE / 32, SIDE / 32, network.channels],
      fingerprint: '1',
      extract: ({ segments }) => describeSegments(segments, (frames) => describe(network, frames)),
      dispose: () => network.dispose(),
    };
  },
};

function describe(network: VggConvolutions, { data, shape }: Frames): Promise<Float32Array> {
  const [frames, height, width, channels] = shape;
  const size = height * width * channels;
  return meanMaps(frames, CHUNK, (first, count) => {
    const pixels = tf.tensor4d(data.subarray(first * size, (first + count) * size), [count, height, width, channels], 'int32');
    return network.apply(tf.div(tf.sub(tf.div(pixels.toFloat(), 255), MEAN), DEVIATION));
  });
}
