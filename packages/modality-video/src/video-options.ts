import { z } from 'zod';

export const videoOptions = z.strictObject({
  specificWidth: z.int().min(2).default(2048).describe('S, channels of the modality-specific features; half of it in between'),
  clubWidth: z
    .union([z.int().min(1), z.literal('features')])
    .default('features')
    .describe("C, width of CLUB's input; 'features': as wide as the features"),
  spatialPooling: z
    .enum(['softmax', 'sum'])
    .default('softmax')
    .describe("weights of a frame's cells: softmax over the cells (paper), or 1 each (official code)"),
  residual: z
    .enum(['identity', 'relu'])
    .default('identity')
    .describe('what a residual block adds its branch to: x (paper), or relu(x) (official code)'),
  heads: z.int().min(1).default(4).describe('attention heads; must divide the width D'),
  feedForward: z.int().min(1).default(1024).describe('hidden width of the transformer layers'),
  layers: z.int().min(0).default(2).describe('transformer layers'),
  dropout: z.number().min(0).lt(1).default(0.1).describe('rate in the transformer layers, in training'),
  sharedLayers: z
    .boolean()
    .default(false)
    .describe(
      'one transformer for all modalities with this option: its attention and feed-forward weights are shared, layer norms are not (MST)',
    ),
});

export type VideoOptions = z.infer<typeof videoOptions>;
