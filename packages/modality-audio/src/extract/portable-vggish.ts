import { describeSegments, pathOption, type PortableExtractor } from '@cmg/core';
import * as tf from '@tensorflow/tfjs';
import { z } from 'zod';
import { VGGISH_PATCH, VGGISH_SAMPLE_RATE, vggishMel } from './vggish-mel.js';
import { VggishNetwork } from './vggish-network.js';

const options = z.strictObject({
  weights: pathOption().optional().describe('.pth, .safetensors or .npz with the names of torchvggish or of the TensorFlow release'),
  lastRelu: z.boolean().default(true).describe('apply relu after the last layer, as in torchvggish; newer TensorFlow releases do not'),
});

export type VggishOptions = z.infer<typeof options>;

/** VGGish embeddings, [128] per second, computed from its first 0.96 s. */
export const portableVggish: PortableExtractor<VggishOptions, 'audio'> = {
  name: 'vggish',
  description: 'VGGish embeddings, [128]; needs its weights',
  kind: 'audio',
  options,
  openWith({ weights: file = 'vggish', lastRelu }, tensors) {
    const network = new VggishNetwork({ tensors, file }, lastRelu);
    const { frames, bands } = VGGISH_PATCH;
    const describe = async (samples: Float32Array): Promise<Float32Array> => {
      const patch = vggishMel(samples).subarray(0, frames * bands);
      const embedding = tf.tidy(() => network.apply(tf.tensor3d(patch, [1, frames, bands])));
      try {
        return (await embedding.data()) as Float32Array;
      } finally {
        embedding.dispose();
      }
    };
    return {
      format: { kind: 'audio', sampleRate: VGGISH_SAMPLE_RATE },
      featureShape: [network.width],
      fingerprint: '1',
      extract: ({ segments }) => describeSegments(segments, describe),
      dispose: () => network.dispose(),
    };
  },
};
