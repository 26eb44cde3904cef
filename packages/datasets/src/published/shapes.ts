import { z } from 'zod';
import type { FeatureLayout } from '../arrays/feature-layout.js';

const shape = (...published: number[]) => z.array(z.int().min(1)).min(1).max(3).default(published);

/** The option `shapes` of every reader of published features: shapes of one segment's features that differ from the published ones. */
export const shapesOption = z
  .strictObject({
    audio: shape(128).describe('sound of a segment; published: VGGish embeddings, [128]'),
    video: shape(7, 7, 512).describe('picture of a segment; published: VGG19 pool5, [7, 7, 512]'),
    text: shape(768).describe('one word; published: BERT embeddings, [768]'),
  })
  .prefault({})
  .describe("shape of one segment's features per modality; the published ones by default");

export type Shapes = z.infer<typeof shapesOption>;

/** Segments of a clip in all published sets except AVSBench. */
export const SEGMENTS = 10;

/** How the published features become clips: sound of any length, exactly T pictures, words padded with zeros. */
export function publishedLayouts({ audio, video, text }: Shapes) {
  return {
    audio: { shape: audio, fit: 'repeat-last' },
    video: { shape: video, fit: 'exact' },
    text: { shape: text, fit: 'pad-zeros' },
  } as const satisfies Record<string, FeatureLayout>;
}
