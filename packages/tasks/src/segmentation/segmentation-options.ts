import { pathOption } from '@cmg/core';
import { z } from 'zod';
import { readsOption } from '../codes/reads.js';
import { transferShape } from '../transfer/transfer-options.js';

export const segmentationOptions = z.strictObject({
  ...transferShape,
  reads: readsOption,
  epochs: z.int().min(1).default(8).describe('passes of the head over the training split'),
  batchSize: z.int().min(1).default(32).describe('B, clips a step'),
  learningRate: z.number().positive().default(2e-3).describe('of Adam; a backbone that is loaded wants less, 1e-4'),
  backbone: z
    .enum(['pyramid', 'resnet', 'pvt-v2'])
    .default('pyramid')
    .describe('what sees the frames: a small pyramid that trains from nothing, or a network whose size and values `weights` gives'),
  weights: pathOption().optional().describe('a file of weights as torchvision or timm name them, for example of ResNet-50 or PVT-v2-B5'),
  levels: z.array(z.int().min(1)).min(1).default([16, 32, 64]).describe('widths of the small pyramid, finest first'),
  width: z.int().min(2).default(32).describe('width of the fused features and of the decoder'),
  attention: z
    .enum(['dot', 'softmax'])
    .default('dot')
    .describe('how pixels attend to the query: by products over its length, as AVSBench does, or by their softmax'),
  projection: z
    .enum(['attention', 'trained', 'official-random', 'none'])
    .default('attention')
    .describe(
      'from the codes of a clip to `queries` vectors: attention over the set of them, whatever their order and how long they last; a map of its ' +
        'segments by their number that learns (published), or a random one (official); or none',
    ),
  queries: z.int().min(1).default(5).describe('vectors that pixels attend to after the projection; AVSBench has one a frame'),
  supervise: z.enum(['first', 'all']).default('first').describe('train on the first frame of each clip, or on all that have a mask'),
  overlays: z.int().min(0).default(4).describe('clips of which the report shows a frame with truth and prediction'),
});

export type SegmentationOptions = z.infer<typeof segmentationOptions>;
