import type { NamedArray, PerModality } from '@cmg/core';
import { officialTensor, type OfficialCheckpoint } from '@cmg/official';
import type { Ledger } from './ledger.js';
import type { RecordedRun } from './recorded-run.js';
import { norm, relativeError, scalarError } from './relative-error.js';
import type { ReplayedStep } from './replay.js';

/** Shares of a module's norm: below ZERO a float64 gradient is 0 in exact arithmetic, and what we have is rounding too. */
const ZERO = 1e-9;
/** What the error of such a gradient is relative to: at a tolerance of 1e-3 it may be 1e-5 of the module's norm. */
const ZERO_FLOOR = 1e-2;
/** The same for all others: none is known better than 1e-7 of its module's norm, as float32 has it. */
const FLOOR = 1e-4;

/** Main modules of the official code and ours, by which gradients are clipped. */
const MODULES: Readonly<Record<string, string>> = { encoder: 'encoder', decoder: 'decoder', cpc: 'cross-cpc', text_bilstm: 'front-end' };

/** Compares the gradients of the first step, each relative to its own norm; one that we do not have is 0. */
export function compareGradients(run: RecordedRun, { gradients }: ReplayedStep, ledger: Ledger): void {
  const norms = run.sizes.steps[0]?.grad_norm_before_clip ?? {};
  forEachTensor(run.checkpoint('step0/grad'), (module, name, expected) => {
    const actual = officialTensor(gradients, module, name) ?? { shape: expected.shape, data: new Float32Array(expected.data.length) };
    const whole = norms[module] ?? 0;
    const floor = whole * (norm(expected.data) < ZERO * whole ? ZERO_FLOOR : FLOOR);
    ledger.add('gradients, first step', relativeError(actual, expected, `step0/grad/${module}/${name}`, floor), `${module}/${name}`);
  });
}

/** Compares the norm of each module's gradient before clipping. */
export function compareNorms(run: RecordedRun, step: number, ours: ReplayedStep, ledger: Ledger): void {
  const recorded = run.sizes.steps[step]?.grad_norm_before_clip ?? {};
  const floor = FLOOR * Math.max(...Object.values(recorded));
  for (const [module, expected] of Object.entries(recorded)) {
    const actual = normOf(module, ours.numbers.gradientNorms, ours.clubNorms);
    ledger.add('gradient norms', scalarError(actual, expected, floor), `step ${step}, ${module}`);
  }
}

function normOf(module: string, main: Readonly<Record<string, number>>, club: PerModality<number>): number {
  const [, modality] = /^club_(\w+)$/.exec(module) ?? [];
  return (modality === undefined ? main[MODULES[module] ?? module] : club[modality]) ?? Number.NaN;
}

/**
 * Compares the parameters after the last step, each tensor relative to its norm, where they were recorded.
 *
 * Where a gradient is 0 in exact arithmetic (a bias before a softmax), Adam makes steps of its learning rate out of rounding,
 * ours and theirs: such an element may be off by as much, and counts as equal then.
 */
export function compareFinal(run: RecordedRun, { after }: ReplayedStep, learningRate: number, ledger: Ledger): void {
  const initial = run.checkpoint('step0/grad');
  const norms = run.sizes.steps[0]?.grad_norm_before_clip ?? {};
  const reach = 2 * learningRate * run.sizes.steps.length;
  forEachTensor(run.checkpoint('final'), (module, name, expected) => {
    const actual = officialTensor(after, module, name);
    if (actual === undefined || name.startsWith('Cross_quantizer.')) return;
    const gradient = officialTensor(initial, module, name)?.data;
    const zero = ZERO * ((norms[module] ?? 0) / Math.sqrt(expected.data.length));
    const data = Float64Array.from(actual.data, (value, i) => {
      const target = expected.data[i] as number;
      const undetermined = gradient !== undefined && Math.abs(gradient[i] as number) < zero && Math.abs(value - target) <= reach;
      return undetermined ? target : value;
    });
    ledger.add('final parameters', relativeError({ shape: actual.shape, data }, expected, `final/${module}/${name}`), `${module}/${name}`);
  });
}

function forEachTensor(checkpoint: OfficialCheckpoint, visit: (module: string, name: string, array: NamedArray) => void): void {
  for (const [module, tensors] of checkpoint) {
    for (const [name, array] of tensors) visit(module, name, array);
  }
}
