import { z } from 'zod';
import { pooling } from '../classification/clip-classifier.js';
import { unseenCodes } from '../codes/familiar-codes.js';
import { readsOption } from '../codes/reads.js';
import { transferShape } from '../transfer/transfer-options.js';

export const openSetOptions = z.strictObject({
  ...transferShape,
  reads: readsOption,
  hidden: z.int().min(1).default(256).describe('width of the hidden layer of the head; pool: vote has none'),
  pool: pooling,
  unseen: unseenCodes,
  known: z
    .number()
    .gt(0)
    .lt(1)
    .default(0.5)
    .describe('share of the classes, in their listed order, that are known: clips of the others train nothing'),
  threshold: z
    .enum(['validation', 'test'])
    .default('validation')
    .describe(
      'choose the threshold of rejection on the validation split, in the labelled modality; or, as published, on the measured ' +
        'clips themselves, which flatters, and leaves a saved head that rejects nothing',
    ),
});

export type OpenSetOptions = z.infer<typeof openSetOptions>;
