import { describeSegments, type Frames, type PortableExtractor } from '@cmg/core';
import { backgroundOption } from '@cmg/media';
import * as tf from '@tensorflow/tfjs';
import { z } from 'zod';
import { FRAME_SIDE, LetterNetwork } from './letter-network.js';
import { meanMaps } from './mean-maps.js';

const options = z.strictObject({
  frames: z.int().min(1).default(1).describe('frames per second; their maps are averaged'),
  background: backgroundOption(),
});

export type LettersOptions = z.infer<typeof options>;

/** Features of frames from a small network trained on letters only, [7, 7, 64]. Used for the digits corpus. */
export const portableLetters: PortableExtractor<LettersOptions, 'video'> = {
  name: 'letters',
  description: 'maps of grey frames from a shipped network trained on letters, [7, 7, 64]',
  kind: 'video',
  options,
  openWith({ frames: framesPerSegment, background }, weights) {
    const network = new LetterNetwork(weights);
    const describe = ({ data, shape: [count] }: Frames) => {
      const grey = tf.tensor3d(luma(data), [count, FRAME_SIDE, FRAME_SIDE]);
      return meanMaps(count, count, () => network.apply(grey)).finally(() => grey.dispose());
    };
    return {
      format: { kind: 'video', height: FRAME_SIDE, width: FRAME_SIDE, framesPerSegment, background },
      featureShape: [FRAME_SIDE / 8, FRAME_SIDE / 8, network.channels],
      fingerprint: '1',
      extract: ({ segments }) => describeSegments(segments, describe),
      dispose: () => network.dispose(),
    };
  },
};

/** Brightness of RGB bytes, in [0, 1]: ITU-R BT.601. Grey is preserved exactly. */
function luma(rgb: Uint8Array): Float32Array {
  return Float32Array.from({ length: rgb.length / 3 }, (_, i) => {
    const [red, green, blue] = rgb.subarray(3 * i, 3 * i + 3) as unknown as [number, number, number];
    return (299 * red + 587 * green + 114 * blue) / 255000;
  });
}
