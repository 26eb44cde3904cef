import { z } from 'zod';

const use = z.looseObject({ use: z.string().min(1) });

export const codebookOptions = z.strictObject({
  size: z.int().min(2).default(128).describe('K, the number of codes'),
  initial: z
    .enum(['uniform', 'samples', 'aligned', 'kmeans'])
    .default('samples')
    .describe(
      'first codes: uniform in +-1/K (official), random segments of the first batch, the mean of all modalities at random ' +
        'segments, or the k-means centres of all segments',
    ),
  initialCount: z
    .number()
    .min(0)
    .default(1)
    .describe('N of every code at the start; the official code has 0, which kills each code that the first batch misses'),
  distance: z
    .enum(['euclidean', 'cosine'])
    .default('euclidean')
    .describe('what makes a code the nearest: its distance, or the angle alone'),
  heads: z
    .int()
    .min(1)
    .default(1)
    .describe('H: a segment is cut into so many parts, D/H wide, and each falls on a code of its own; all share the K codes'),
  gradient: z
    .enum(['straight-through', 'rotation'])
    .default('straight-through')
    .describe('how the gradient of a code reaches its segment: as it is, or turned and scaled as the code is to the segment'),
});

/** Codes of all heads together are numbered 0 to K^H - 1, and read as a table of so many rows. */
const MOST_COMBINED_CODES = 16_384;

export const trainingOptions = z.strictObject({
  split: z.string().default('train').describe('the split to pre-train on; its labels are never read'),
  epochs: z.int().min(1).default(5),
  batchSize: z.int().min(2).default(80).describe('B, clips a step'),
  learningRate: z.number().positive().default(4e-4).describe('of Adam for all but what objectives claim'),
  warmupSteps: z.int().min(0).default(0).describe('steps over which the learning rate rises linearly from 0'),
  milestones: z.array(z.int().min(1)).default([10, 20, 30]).describe('epochs after which the learning rate is multiplied'),
  gamma: z.number().positive().max(1).default(0.5).describe('by how much, at each milestone'),
  clip: z
    .strictObject({
      norm: z.number().positive().default(0.5).describe('largest global norm of the gradient'),
      per: z.enum(['module', 'all']).default('module').describe('one norm per module (official) or one over all'),
    })
    .prefault({}),
  compile: z
    .enum(['auto', 'always', 'never'])
    .default('auto')
    .describe('run each step as one graph where TensorFlow is native: faster, but making the graph takes seconds; auto: from 100 steps on'),
  logEvery: z.int().min(1).default(10).describe('steps between two readings of losses from the device'),
});

/** The part of a config that does not depend on which components are registered. */
export const runConfigShape = z.strictObject({
  name: z
    .string()
    .regex(/^[\w.-]+$/, 'letters, digits, dots, dashes and underscores: it names a folder')
    .describe('name of the run and of its folder'),
  seed: z.int().min(0).max(0xffffffff).default(0),
  data: use.describe('where the clips come from'),
  modalities: z.array(use).min(1).describe('which modalities take part; two or more to transfer'),
  width: z.int().min(1).default(256).describe('D, width of semantic features and codes'),
  codebook: codebookOptions.prefault({}),
  objectives: z.array(use).min(1).describe('what is optimised; leave a line out for an ablation'),
  training: trainingOptions.prefault({}),
  tasks: z.array(use).default([]).describe('what the codes are tried on afterwards'),
});

export type CodebookOptions = z.infer<typeof codebookOptions>;

/** What is wrong with the number of heads, given D; undefined where nothing is. */
export function headsMistake({ size, heads }: CodebookOptions, width: number): string | undefined {
  if (width % heads !== 0) return `${heads} heads cannot share a width of ${width} equally`;
  if (heads === 1 || size ** heads <= MOST_COMBINED_CODES) return undefined;
  return `${heads} heads on ${size} codes make ${size ** heads} combinations, at most ${MOST_COMBINED_CODES} can be told apart: lower size or heads`;
}
export type TrainingOptions = z.infer<typeof trainingOptions>;

/** One named component of a config with its validated options. */
export interface Use<Options = Readonly<Record<string, unknown>>> {
  readonly use: string;
  readonly options: Options;
}

/** An objective with the factor of its losses. */
export interface WeightedUse extends Use {
  readonly weight: number;
}

/** A validated run: every option present, every component known. */
export interface RunConfig {
  readonly name: string;
  readonly seed: number;
  readonly data: Use;
  readonly modalities: readonly Use[];
  readonly width: number;
  readonly codebook: CodebookOptions;
  readonly objectives: readonly WeightedUse[];
  readonly training: TrainingOptions;
  readonly tasks: readonly Use[];
}
