import { clipAgreement } from '@cmg/codebook';
import { forModality, perModality, type PerModality, type TrainingRecord } from '@cmg/core';
import type { RecordedSizes, RecordedStep } from './recorded-sizes.js';
import type { SeenFeatures } from './step-watch.js';

/** What one of our steps produced. */
export interface SeenStep {
  readonly numbers: TrainingRecord;
  /** Factors of the losses, by objective. */
  readonly weights: Readonly<Record<string, number>>;
  readonly features: SeenFeatures;
  readonly logLikelihoods: PerModality<readonly number[]>;
  readonly clubNorms: PerModality<number>;
}

/** Names of our modules by those of the official code, each clipped by itself. */
const MODULES = { encoder: 'encoder', decoder: 'decoder', cpc: 'cross-cpc', text_bilstm: 'front-end' } as const;

/** The scalars of a step in the official code's terms: weighted losses, under its names. */
export function recordStep(sizes: RecordedSizes, { step, draws }: Pick<RecordedStep, 'step' | 'draws'>, seen: SeenStep): RecordedStep {
  const { modalities, batch, T } = sizes;
  const { numbers, weights, features } = seen;
  const loss = (objective: string, term: string): number =>
    forModality(weights, objective) * forModality(numbers.losses, `${objective}/${term}`);
  const each = <V>(value: (m: string) => V) => ({ ...perModality(modalities, value) });
  const pairs = Object.keys(numbers.losses).filter((name) => name.startsWith('cmcm/'));
  const codes = perModality(modalities, (m) => forModality(features.indices, m).data);
  return {
    step,
    draws,
    recon: each((m) => loss('reconstruction', m)),
    commit: each((m) => loss('commitment', m) + loss('cross-commitment', m)),
    club_mi: each((m) => loss('club', m)),
    club_neg_loglik: each((m) => forModality(seen.logLikelihoods, m).map((value) => -value)),
    cpc: loss('cross-cpc', 'pairs'),
    cpc_accuracy: accuracyPairs(modalities).map((pair) => forModality(numbers.metrics, `cross-cpc/accuracy/${pair}`)),
    cmcm: forModality(weights, 'cmcm') * pairs.reduce((sum, name) => sum + forModality(numbers.losses, name), 0),
    total: numbers.total,
    equal_num: clipAgreement(codes, T) * batch,
    grad_norm_before_clip: {
      ...Object.fromEntries(
        Object.entries(MODULES).flatMap(([official, ours]) =>
          ours in numbers.gradientNorms ? [[official, forModality(numbers.gradientNorms, ours)]] : [],
        ),
      ),
      ...Object.fromEntries(modalities.map((m) => [`club_${m}`, forModality(seen.clubNorms, m)])),
    },
  };
}

/**
 * The order of the official code's accuracies, context first: for each target in its order of modalities those from the
 * contexts after it, cyclically, and finally those of each modality with itself.
 */
export function accuracyPairs(modalities: readonly string[]): string[] {
  const after = (i: number, distance: number): string => modalities[(i + distance) % modalities.length] as string;
  const cross = modalities.flatMap((target, i) => modalities.slice(1).map((_, j) => `${after(i, j + 1)}-${target}`));
  return [...cross, ...modalities.map((m) => `${m}-${m}`)];
}
