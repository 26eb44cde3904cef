import { CmgError } from '@cmg/core';
import { z } from 'zod';

const size = z.int().min(1);
const perModality = z.record(z.string(), z.number());
const draw = z.union([z.tuple([z.literal('club_perm'), z.array(z.int().min(0))]), z.tuple([z.literal('cpc_t_minus_min'), z.int().min(0)])]);

const recordedStep = z.looseObject({
  step: z.int().min(0),
  draws: z.array(draw),
  recon: perModality,
  commit: perModality,
  club_mi: perModality,
  club_neg_loglik: z.record(z.string(), z.array(z.number()).min(1)),
  cpc: z.number(),
  cpc_accuracy: z.array(z.number()),
  cmcm: z.number(),
  total: z.number(),
  equal_num: z.number(),
  grad_norm_before_clip: perModality,
});

const recordedSizes = z.looseObject({
  modalities: z.array(z.enum(['audio', 'video', 'text'])).min(2),
  batch: z.int().min(2),
  T: z.int().min(3),
  D: size,
  codes: size,
  feed_forward: size,
  heads: size,
  layers: z.int().min(0),
  feature_dim: z.record(z.string(), size),
  specific_dim: z.record(z.string(), size),
  word_dim: size,
  optimizer: z.string(),
  cpc_min_start_steps: z.int().min(0),
  cpc_prediction_steps: size,
  steps: z.array(recordedStep).min(1),
});

/** What the official code logged of one step. */
export type RecordedStep = z.infer<typeof recordedStep>;

/** The JSON file of a recorded run: its sizes, and the scalars of its steps. */
export type RecordedSizes = z.infer<typeof recordedSizes>;

/**
 * Reads the JSON file of a recorded run.
 *
 * @throws CmgError that lists everything that is missing or invalid.
 */
export function parseSizes(text: string, file: string): RecordedSizes {
  let raw: unknown;
  try {
    raw = JSON.parse(text);
  } catch (cause) {
    throw new CmgError(`is not valid JSON: ${(cause as Error).message}`, { where: file, cause });
  }
  const parsed = recordedSizes.safeParse(raw);
  if (!parsed.success) throw new CmgError(`is not the record of a run:\n${z.prettifyError(parsed.error)}`, { where: file });
  return parsed.data;
}

/** The settings of the recorded optimisers. */
export interface RecordedOptimizers {
  readonly learningRate: number;
  readonly clubLearningRate: number;
  /** Largest norm of a module's gradient. */
  readonly clip: number;
}

const OPTIMIZER = /^Adam lr (\S+) \(main\), (\S+) \(CLUB\), betas (\S+)\/(\S+), eps (\S+); clip (\S+) per module$/;

/**
 * Reads `optimizer`, for example `Adam lr 4e-4 (main), 1e-3 (CLUB), betas .9/.999, eps 1e-8; clip 0.5 per module`.
 *
 * @throws CmgError if it cannot be parsed, or asks for settings that our runs do not have.
 */
export function parseOptimizer(text: string, file: string): RecordedOptimizers {
  const [learningRate, clubLearningRate, beta1, beta2, epsilon, clip] = (OPTIMIZER.exec(text) ?? []).slice(1).map(Number);
  const values = [learningRate, clubLearningRate, beta1, beta2, epsilon, clip];
  const where = `${file}: optimizer`;
  if (!values.every((value) => value !== undefined && value > 0)) throw new CmgError(`cannot be read: '${text}'`, { where });
  if (beta1 !== 0.9 || beta2 !== 0.999 || epsilon !== 1e-8) {
    throw new CmgError(`expected betas .9/.999 and eps 1e-8, got '${text}'`, { where });
  }
  return { learningRate, clubLearningRate, clip } as RecordedOptimizers;
}
