import { z } from 'zod';
import { unseenCodes } from '../codes/familiar-codes.js';
import { readsOption } from '../codes/reads.js';
import { transferShape } from '../transfer/transfer-options.js';

export const localisationOptions = z.strictObject({
  ...transferShape,
  reads: readsOption,
  hidden: z.int().min(1).default(256).describe('width of the hidden layer of the head'),
  unseen: unseenCodes,
  expLog: z.number().min(0).default(1).describe('weight of the ExpLog loss beside binary cross entropy'),
  alpha: z.number().default(0.1).describe('first value of the learnable alpha of the ExpLog loss'),
  primary: z
    .enum(['f1', 'precision', 'segmentF', 'eventF'])
    .default('f1')
    .describe('the score to judge, and to select an epoch, by; the official scripts take precision on AVVP, f1 on AVE to AVVP'),
  background: z.boolean().default(true).describe('count background as a class in precision, recall and F1, as published'),
  threshold: z
    .enum(['half', 'validation'])
    .default('half')
    .describe(
      'a class is predicted above a probability of one half, as published, or above the one that scores best on the validation ' +
        'split of the labelled modality: where an event is short there, its segments are rarely more likely than not',
    ),
  average: z
    .enum(['split', 'batch'])
    .default('split')
    .describe('precision and recall over the whole split, or the mean of those of its batches, as in the official scripts'),
  show: z.array(z.int().min(0)).default([0, 1, 2, 3]).describe('clips of which truth and prediction are kept for a timeline'),
});

export type LocalisationOptions = z.infer<typeof localisationOptions>;
