import { clipAgreement } from '@cmg/codebook';
import { of, type NamedArray } from '@cmg/core';
import { officialTensor } from '@cmg/official';
import type { Ledger, Quantity } from './ledger.js';
import type { RecordedRun } from './recorded-run.js';
import type { RecordedStep } from './recorded-sizes.js';
import { largestRowError, relativeError, scalarError } from './relative-error.js';
import type { ReplayedStep } from './replay.js';

/**
 * A bound of CLUB is a difference of terms as large as log-likelihoods, which pass through 0 themselves: their errors are
 * relative to this share, at least, of the modality's largest recorded log-likelihood.
 */
const CLUB_FLOOR = 0.01;

/** Compares all that was recorded of one step but gradients. */
export function compareStep(run: RecordedRun, step: RecordedStep, ours: ReplayedStep, ledger: Ledger): void {
  compareFeatures(run, step, ours, ledger);
  compareLosses(step, ours, ledger);
  compareClub(run, step, ours, ledger);
  compareAccuracies(run, step, ours, ledger);
  compareCodebook(run, step, ours, ledger);
  const { indices } = ours.features;
  const agreeing = clipAgreement(Object.fromEntries(Object.entries(indices).map(([m, { data }]) => [m, data])), run.sizes.T) * run.sizes.batch;
  ledger.add('clips that agree', scalarError(agreeing, step.equal_num, 1), `step ${step.step}`);
}

function compareFeatures(run: RecordedRun, { step }: RecordedStep, { features }: ReplayedStep, ledger: Ledger): void {
  for (const m of run.sizes.modalities) {
    const compare = (quantity: Quantity, actual: NamedArray, name: string) =>
      ledger.add(quantity, relativeError(actual, run.tensor(name), name), `step ${step}, ${m}`);
    compare('semantic features z', of(features.semantic, m), `step${step}/semantic/${m}`);
    compare('specific features s', of(features.specific, m), `step${step}/specific/${m}`);
    compare('quantised features q', of(features.quantized, m), `step${step}/quantized/${m}`);
    const view = m === 'video' ? `step${step}/club_feature/${m}` : `step${step}/specific/${m}`;
    compare('CLUB view c', of(features.clubView, m), view);
  }
}

function compareLosses(step: RecordedStep, { numbers, weights }: ReplayedStep, ledger: Ledger): void {
  const weighted = (objective: string, term: string): number => of(weights, objective) * of(numbers.losses, `${objective}/${term}`);
  const compare = (quantity: Quantity, actual: number, expected: number, term?: string) =>
    ledger.add(quantity, scalarError(actual, expected), `step ${step.step}${term === undefined ? '' : `, ${term}`}`);
  for (const [m, expected] of Object.entries(step.recon)) compare('loss: reconstruction', weighted('reconstruction', m), expected, m);
  for (const [m, expected] of Object.entries(step.commit)) {
    compare('loss: commitment', weighted('commitment', m) + weighted('cross-commitment', m), expected, m);
  }
  compare('loss: Cross-CPC', weighted('cross-cpc', 'pairs'), step.cpc);
  const pairs = Object.keys(numbers.losses).flatMap((name) => (name.startsWith('cmcm/') ? [name.slice('cmcm/'.length)] : []));
  compare(
    'loss: code matching',
    pairs.reduce((sum, pair) => sum + weighted('cmcm', pair), 0),
    step.cmcm,
  );
  compare('loss: total', numbers.total, step.total);
}

function compareClub({ sizes }: RecordedRun, step: RecordedStep, ours: ReplayedStep, ledger: Ledger): void {
  for (const [m, expected] of Object.entries(step.club_neg_loglik)) {
    const recorded = sizes.steps.flatMap(({ club_neg_loglik }) => of(club_neg_loglik, m));
    const floor = CLUB_FLOOR * Math.max(...recorded.map(Math.abs));
    const bound = of(ours.weights, 'club') * of(ours.numbers.losses, `club/${m}`);
    ledger.add('loss: CLUB bound', scalarError(bound, of(step.club_mi, m), floor), `step ${step.step}, ${m}`);
    expected.forEach((value, i) => {
      const likelihood = of(ours.logLikelihoods, m)[i] as number;
      ledger.add('CLUB log-likelihoods', scalarError(-likelihood, value, floor), `step ${step.step}, ${m}, inner step ${i}`);
    });
  }
}

/**
 * The official code lists its accuracies by target: for each modality in its order those from the contexts after it, round
 * in a circle, and last those of each modality with itself.
 */
function compareAccuracies({ sizes: { modalities } }: RecordedRun, step: RecordedStep, { numbers }: ReplayedStep, ledger: Ledger): void {
  const after = (i: number, distance: number): string => modalities[(i + distance) % modalities.length] as string;
  const cross = modalities.flatMap((target, i) => modalities.slice(1).map((_, j) => `${after(i, j + 1)}-${target}`));
  const pairs = [...cross, ...modalities.map((m) => `${m}-${m}`)];
  pairs.forEach((pair, i) => {
    const expected = step.cpc_accuracy[i] ?? Number.NaN;
    ledger.add('Cross-CPC accuracies', scalarError(of(numbers.metrics, `cross-cpc/accuracy/${pair}`), expected, 1), `step ${step.step}, ${pair}`);
  });
}

function compareCodebook(run: RecordedRun, { step }: RecordedStep, { after }: ReplayedStep, ledger: Ledger): void {
  const compare = (quantity: Quantity, buffer: string) => {
    const name = `step${step}/codebook/${buffer}`;
    const actual = officialTensor(after, 'encoder', `Cross_quantizer.${buffer}`) as NamedArray;
    ledger.add(quantity, largestRowError(actual, run.tensor(name), name), `step ${step}`);
  };
  compare('codebook E', 'embedding');
  compare('EMA counts N', 'ema_count');
  compare('EMA weights m', 'ema_weight');
  compare('batches since use', 'unactivated_count');
}
