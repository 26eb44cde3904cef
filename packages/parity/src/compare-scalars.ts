import { forModality } from '@cmg/core';
import { accuracyPairs } from './record-step.js';
import type { ErrorReport, Quantity } from './error-report.js';
import type { RecordedSizes, RecordedStep } from './recorded-sizes.js';
import { scalarError } from './relative-error.js';

/**
 * Errors in CLUB are relative to at least these fractions of a modality's largest recorded log-likelihood: log-likelihoods
 * pass through 0 while the networks learn, and a bound is a small difference of terms of their size.
 */
const LIKELIHOOD_FLOOR = 1;
const BOUND_FLOOR = 0.01;

/** Fraction of the largest norm of a module's gradient: none is more accurate than 1e-7 of it. */
const NORM_FLOOR = 1e-4;

type Named = Readonly<Record<string, number>>;

/** Compares the scalars of all steps. */
export function compareScalars(expected: RecordedSizes, actual: RecordedSizes, ledger: ErrorReport): void {
  expected.steps.forEach((step, i) => compareStep(expected, step, actual.steps[i] as RecordedStep, ledger));
}

function compareStep(sizes: RecordedSizes, expected: RecordedStep, actual: RecordedStep, ledger: ErrorReport): void {
  const where = `step ${expected.step}`;
  const one = (quantity: Quantity, ours: number, value: number, floor = 0) => ledger.add(quantity, scalarError(ours, value, floor), where);
  const each = (quantity: Quantity, ours: Named, values: Named, floor: (name: string) => number = () => 0) => {
    for (const [name, value] of Object.entries(values)) {
      ledger.add(quantity, scalarError(ours[name] ?? Number.NaN, value, floor(name)), `${where}, ${name}`);
    }
  };
  each('loss: reconstruction', actual.recon, expected.recon);
  each('loss: commitment', actual.commit, expected.commit);
  each('loss: CLUB bound', actual.club_mi, expected.club_mi, (m) => BOUND_FLOOR * largestLikelihood(sizes, m));
  one('loss: Cross-CPC', actual.cpc, expected.cpc);
  one('loss: code matching', actual.cmcm, expected.cmcm);
  one('loss: total', actual.total, expected.total);
  for (const [m, values] of Object.entries(expected.club_neg_loglik)) {
    const ours = Object.fromEntries(forModality(actual.club_neg_loglik, m).map((value, k) => [`${m}, inner step ${k}`, value]));
    const named = Object.fromEntries(values.map((value, k) => [`${m}, inner step ${k}`, value]));
    each('CLUB log-likelihoods', ours, named, () => LIKELIHOOD_FLOOR * largestLikelihood(sizes, m));
  }
  const named = (values: readonly number[]) =>
    Object.fromEntries(accuracyPairs(sizes.modalities).map((pair, k) => [pair, values[k] ?? Number.NaN]));
  each('Cross-CPC accuracies', named(actual.cpc_accuracy), named(expected.cpc_accuracy), () => 1);
  one('clips that agree', actual.equal_num, expected.equal_num, 1);
  const norms = expected.grad_norm_before_clip;
  each('gradient norms', actual.grad_norm_before_clip, norms, () => NORM_FLOOR * Math.max(...Object.values(norms)));
}

function largestLikelihood({ steps }: RecordedSizes, modality: string): number {
  return Math.max(...steps.flatMap(({ club_neg_loglik }) => forModality(club_neg_loglik, modality).map(Math.abs)));
}
