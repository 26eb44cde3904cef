import { CmgError, describeSegments, type Extractor, type Frames } from '@cmg/core';
import { backgroundOption, TfjsModel, tfjsOptions } from '@cmg/media';
import * as tf from '@tensorflow/tfjs';
import { z } from 'zod';
import { meanMaps } from './mean-maps.js';

/** Bytes of a pixel to what a model was trained on. */
const SCALES = {
  unit: (x: tf.Tensor) => tf.div(x, 255),
  symmetric: (x: tf.Tensor) => tf.sub(tf.div(x, 127.5), 1),
  imagenet: (x: tf.Tensor) => tf.div(tf.sub(tf.div(x, 255), [0.485, 0.456, 0.406]), [0.229, 0.224, 0.225]),
  bytes: (x: tf.Tensor) => x,
} as const;

const options = tfjsOptions.extend({
  scale: z
    .enum(['unit', 'symmetric', 'imagenet', 'bytes'])
    .default('unit')
    .describe("values of pixels: 0 to 1, -1 to 1, by ImageNet's mean and deviation, or 0 to 255"),
  side: z.int().min(1).optional().describe('side of the frames in pixels; default: what the model states, or 224'),
  pooling: z.enum(['mean', 'none']).default('mean').describe('a vector [F], the mean of the cells of a map, or the map [H, W, F]'),
  frames: z.int().min(1).default(1).describe('frames per second; their features are averaged'),
  background: backgroundOption(),
});

export type VideoTfjsOptions = z.infer<typeof options>;

/** Frames per pass through the model. */
const CHUNK = 8;

/** An image model of TensorFlow.js, such as MobileNet: [F] per second, or [H, W, F] without pooling. */
export const videoTfjs: Extractor<VideoTfjsOptions, 'video'> = {
  name: 'tfjs',
  description: 'an image model of TensorFlow.js, such as MobileNet, up to any layer',
  kind: 'video',
  options,
  async open(chosen) {
    const { frames: framesPerSegment, background } = chosen;
    const model = await TfjsModel.open(chosen);
    try {
      const [, height, width] = sizeOf(model, chosen);
      const features = (frames: tf.Tensor4D) => pooled(model.run(SCALES[chosen.scale](frames)), chosen);
      const featureShape = tf.tidy(() => features(tf.zeros([1, height, width, 3])).shape.slice(1));
      return {
        format: { kind: 'video', height, width, framesPerSegment, background },
        featureShape,
        fingerprint: model.fingerprint,
        extract: ({ segments }) => describeSegments(segments, (frames) => describe(features, frames)),
        dispose: () => model.dispose(),
      };
    } catch (error) {
      model.dispose();
      throw error;
    }
  },
};

/** [frames, height, width, 3] of the model's input. */
function sizeOf({ inputShape }: TfjsModel, { side = 224, model }: VideoTfjsOptions): [number, number, number, 3] {
  const [frames = -1, height = -1, width = -1, channels = 3] = inputShape;
  if (![0, 4].includes(inputShape.length) || ![3, -1].includes(channels)) {
    throw new CmgError(`the model takes [${inputShape.join(', ')}]; expected pictures [N, H, W, 3]`, { kind: 'usage', where: model ?? '' });
  }
  return [frames, height > 0 ? height : side, width > 0 ? width : side, 3];
}

function pooled(output: tf.Tensor, { pooling, model }: VideoTfjsOptions): tf.Tensor {
  if (output.rank === 2) return output;
  if (output.rank === 4 && pooling === 'none') return output;
  if (output.rank > 2)
    return tf.mean(
      output,
      Array.from({ length: output.rank - 2 }, (_, axis) => axis + 1),
    );
  throw new CmgError(`its output is [${output.shape.join(', ')}]; expected vectors [N, F] or maps [N, H, W, F]`, {
    kind: 'usage',
    where: model ?? '',
    hint: "Choose another one with the option 'layer'.",
  });
}

function describe(features: (frames: tf.Tensor4D) => tf.Tensor, { data, shape }: Frames): Promise<Float32Array> {
  const [frames, height, width, channels] = shape;
  const size = height * width * channels;
  return meanMaps(frames, CHUNK, (first, count) =>
    features(tf.tensor4d(data.subarray(first * size, (first + count) * size), [count, height, width, channels], 'int32').toFloat()),
  );
}
