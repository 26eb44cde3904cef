import { z } from 'zod';
import { type SplitOption, splitOption } from './split-of.js';

/** Options that every task has: how its head is trained, and on which clips it is measured. */
export const transferShape = {
  protocol: z
    .enum(['heldout', 'official'])
    .default('heldout')
    .describe('measure on held-out clips, or on the clips that the head was trained on, as the official AVE script does'),
  trainSplit: splitOption.default('train').describe('the split whose labels train the head; as {audio: a, video: b} where they differ'),
  testSplit: splitOption.default('test').describe('the held-out split, of all modalities or of each'),
  validationSplit: splitOption.default('val').describe('the split to choose an epoch or a threshold by, in the labelled modality'),
  select: z
    .enum(['last', 'best-validation', 'best-measured'])
    .default('last')
    .describe(
      'which epoch counts: the last; the best on the validation split of the labelled modality; or, as published, the best on ' +
        'the measured clips themselves, for each modality its own, which flatters',
    ),
  epochs: z.int().min(1).default(12).describe('passes of the head over the training split'),
  batchSize: z.int().min(1).default(80).describe('B, clips a step'),
  learningRate: z.number().positive().default(1e-3).describe('of Adam'),
  compile: z
    .enum(['auto', 'always', 'never'])
    .default('auto')
    .describe('run each step of the head as one graph where TensorFlow is native; auto: from 100 steps on'),
};

/** Takes the shared options out of a task's own. */
export const transferOptions = z.object(transferShape);

export type TransferOptions = z.infer<typeof transferOptions>;

/** The split that the protocol measures on. */
export const measuredSplit = ({ protocol, trainSplit, testSplit }: TransferOptions): SplitOption =>
  protocol === 'official' ? trainSplit : testSplit;
