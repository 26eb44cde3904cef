import { z } from 'zod';

export const audioOptions = z.strictObject({
  specificWidth: z.int().min(1).default(256).describe('S, width of the modality-specific features; CLUB reads them directly'),
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

export type AudioOptions = z.infer<typeof audioOptions>;
