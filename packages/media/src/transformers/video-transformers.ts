import { describeSegments, type Extractor, type ExtractorSession, type Frames, type NdArray } from '@cmg/core';
import { z } from 'zod';
import { backgroundOption } from '../decode/background.js';
import { openSession } from './open-session.js';
import { asGrid } from './pooling.js';
import { type Recipe, scaled } from './recipe.js';
import { TransformersModel } from './transformers-model.js';
import { transformersOptions } from './transformers-options.js';

/** Options of how frames are taken. */
export const frameOptions = {
  side: z.int().min(1).default(224).describe("side in pixels that frames are scaled to before the model's own preprocessing"),
  frames: z.int().min(1).default(1).describe('frames per second; their features are averaged'),
  background: backgroundOption(),
};

const options = transformersOptions.extend(frameOptions);

export type VideoTransformersOptions = z.infer<typeof options>;

/** An image model of transformers.js: a grid [H, W, F] per second, or [F] where the model gives one vector. ViT: [14, 14, 768]. */
export const videoTransformers: Extractor<VideoTransformersOptions, 'video'> = {
  name: 'transformers',
  description: 'an image model of transformers.js, such as ViT or CLIP',
  kind: 'video',
  options,
  open: (chosen) => openVideo(chosen),
};

/** @throws CmgError of kind `usage` where the model cannot be loaded or is none of pictures */
export async function openVideo(chosen: VideoTransformersOptions, recipe: Recipe = {}): Promise<ExtractorSession<'video'>> {
  const { side, frames: framesPerSegment, background } = chosen;
  const model = await TransformersModel.open('AutoProcessor', chosen);
  const describeFrame = async (pixels: Uint8Array): Promise<NdArray> => {
    const inputs = (await model.prepare(new model.library.RawImage(pixels, side, side, 3))) as object;
    return asGrid(scaled(await model.run(inputs), recipe));
  };
  const describe = async ({ data, shape: [count] }: Frames): Promise<Float32Array> => {
    const size = data.length / count;
    const [first, ...rest] = await Promise.all(
      Array.from({ length: count }, (_, i) => describeFrame(data.subarray(i * size, (i + 1) * size))),
    );
    return Float32Array.from(first!.data, (value, i) => rest.reduce((sum, frame) => sum + frame.data[i]!, value) / count);
  };
  return openSession<'video'>(model, async () => ({
    format: { kind: 'video', height: side, width: side, framesPerSegment, background },
    featureShape: (await describeFrame(new Uint8Array(side * side * 3))).shape,
    extract: ({ segments }) => describeSegments(segments, describe),
  }));
}
