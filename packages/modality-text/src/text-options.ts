import { z } from 'zod';

export const textOptions = z.strictObject({
  lstmWidth: z.int().min(1).default(128).describe('width of the bidirectional LSTM over words, per direction; features are twice as wide'),
  lstmLayers: z.int().min(0).default(2).describe('layers of the LSTM; 0: word vectors are read as they are, which few clips need'),
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

export type TextOptions = z.infer<typeof textOptions>;
