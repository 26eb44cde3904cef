import { pathOption, type TrainingOptions } from '@cmg/core';
import { z } from 'zod';
import { folderName } from './folder-name.js';

const term = z
  .string()
  .min(1)
  .describe('a term of validation: retrieval, loss (their weighted sum), or the name of an objective (the sum of its losses)');

const use = z.looseObject({ use: z.string().min(1) });

/** A whole number of something, or a share of the run. */
const share = (unit: string) =>
  z.number().refine((n) => n < 1 || Number.isInteger(n), `expected whole ${unit}, or below 1 a share of the run`);

/** See `TrainingOptions` of `@cmg/core`. */
export const trainingOptions = z.strictObject({
  split: z.string().default('train').describe('the split to pre-train on; its labels are never read'),
  modalities: z
    .array(z.string())
    .min(1)
    .exactOptional()
    .describe('the modalities of the clips that are read; the others, which are frozen, are kept as they are; default: all'),
  epochs: z.int().min(1).default(5),
  steps: z.int().min(1).exactOptional().describe('how many steps, in place of epochs'),
  batchSize: z.int().min(2).default(80).describe('B, clips of a batch: those that objectives compare with each other'),
  accumulate: z
    .int()
    .min(1)
    .default(1)
    .describe('batches of one step, which follows the mean of their gradients: less noise than one batch, in the memory of one'),
  learningRate: z.number().positive().default(4e-4).describe('of Adam, for all parameters that no objective claims'),
  weightDecay: z
    .number()
    .min(0)
    .default(0)
    .describe('decoupled (AdamW): share of each weight that a step takes away, times the learning rate'),
  averageWeights: z
    .strictObject({ decay: z.number().gt(0).lt(1).default(0.999).describe('of the average, each step') })
    .exactOptional()
    .describe('what reads the run takes an average of the weights over steps (EMA), in place of those of the last step'),
  schedule: z.enum(['step', 'cosine']).default('step').describe('how the learning rate falls: at milestones, or along half a cosine to 0'),
  warmupSteps: share('steps')
    .min(0)
    .default(0)
    .describe("steps over which the learning rate rises linearly from 0; below 1: a share of the run's"),
  milestones: z
    .array(share('epochs').positive())
    .default([10, 20, 30])
    .describe("epochs after which the learning rate is multiplied; below 1: shares of the run's steps; cosine has none"),
  gamma: z.number().positive().max(1).default(0.5).describe('factor of the learning rate at each milestone'),
  clip: z
    .strictObject({
      norm: z.number().positive().default(0.5).describe('largest global norm of the gradient'),
      per: z.enum(['module', 'all']).default('module').describe('one norm per module (official) or one over all'),
    })
    .prefault({}),
  compile: z
    .enum(['auto', 'always', 'never'])
    .default('auto')
    .describe('run each step as one graph on native TensorFlow: faster, but building the graph takes seconds; auto: from 100 steps on'),
  logEvery: z.int().min(1).default(10).describe('steps between two readings of losses from the device'),
  keep: z
    .strictObject({
      last: z.int().min(1).default(2).describe('how many of the newest checkpoints'),
      every: z
        .union([z.int().min(1), z.literal('epoch')])
        .exactOptional()
        .describe('besides, a checkpoint every so many steps, or at the end of each epoch (epoch): --step N reads it'),
      best: term
        .exactOptional()
        .describe('besides, the best by a term of validation (as by of earlyStop), which is read unless --step says otherwise'),
    })
    .prefault({}),
  validation: z
    .strictObject({
      split: z
        .string()
        .exactOptional()
        .describe('held-out pairs, whose labels are never read; default: val or validation, where the data has it'),
      clips: z.int().min(0).default(256).describe('how many at most; 0: no validation'),
      every: z.int().min(1).exactOptional().describe('steps between two; default: at the end of each epoch'),
    })
    .prefault({})
    .describe('what is measured on held-out pairs during training: retrieval between modalities, losses, codes in use'),
  earlyStop: z
    .strictObject({ by: term, patience: z.int().min(1).default(5).describe('validations without a better value') })
    .exactOptional()
    .describe('end training once a term of validation no longer improves'),
}) satisfies z.ZodType<TrainingOptions>;

/** The part of a config that does not depend on which components are registered. */
export const runConfigShape = z.strictObject({
  name: folderName().describe('name of the run and of its folder'),
  seed: z.int().min(0).max(0xffffffff).default(0),
  data: use.describe('where the clips come from'),
  modalities: z.array(use).min(1).describe('which modalities take part; two or more to transfer'),
  width: z.int().min(1).default(256).describe('D, width of semantic features and codes'),
  codebook: use.describe('how segments become codes'),
  init: z
    .strictObject({
      run: pathOption().describe('its folder'),
      step: z
        .union([z.int().min(0), z.enum(['best', 'last'])])
        .exactOptional()
        .describe('one of its checkpoints: after so many steps, the best or the last; default: the best if kept'),
    })
    .exactOptional()
    .describe('a run whose weights and codes this one starts with: what has the same name is taken, all else begins anew'),
  freeze: z.array(z.string()).default([]).describe('what training leaves as it is: codebook, modalities.audio'),
  objectives: z.array(use).min(1).describe('what is optimised; remove a line for an ablation'),
  training: trainingOptions.prefault({}),
  tasks: z.array(use).default([]).describe('downstream tasks on the trained codes'),
  observers: z
    .array(use)
    .default([])
    .describe('observers of the training, besides the metrics file, TensorBoard and the progress of the command'),
});

/** The part of a config that does not name components. */
export const settingsSchema = runConfigShape.omit({
  data: true,
  modalities: true,
  codebook: true,
  objectives: true,
  tasks: true,
  observers: true,
});
