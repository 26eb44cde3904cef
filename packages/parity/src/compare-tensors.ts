import type { NdArray } from '@cmg/core';
import type { ErrorReport, Quantity } from './error-report.js';
import type { RecordedRun } from './recorded-run.js';
import { parseOptimizer } from './recorded-sizes.js';
import { largestRowError, norm, relativeError } from './relative-error.js';

/** Fractions of a module's norm: below ZERO a float64 gradient is 0 in exact arithmetic, and ours is rounding, too. */
const ZERO = 1e-9;
/** The floor for the error of such a gradient: at a tolerance of 1e-3 it may be 1e-5 of the module's norm. */
const ZERO_FLOOR = 1e-2;
/** The same for all others: in float32 none is more accurate than 1e-7 of its module's norm. */
const FLOOR = 1e-4;

/** Compares features and codebook of all steps, the gradients of the first and the parameters after the last. */
export function compareTensors(expected: RecordedRun, actual: RecordedRun, ledger: ErrorReport): void {
  for (const { step } of expected.sizes.steps) {
    compareFeatures(expected, actual, step, ledger);
    compareCodebook(expected, actual, step, ledger);
  }
  compareGradients(expected, actual, ledger);
  compareFinal(expected, actual, ledger);
}

function compareFeatures(expected: RecordedRun, actual: RecordedRun, step: number, ledger: ErrorReport): void {
  for (const m of expected.sizes.modalities) {
    const compare = (quantity: Quantity, kind: string, recordedAs = kind) => {
      const name = `step${step}/${recordedAs}/${m}`;
      ledger.add(quantity, relativeError(actual.tensor(`step${step}/${kind}/${m}`), expected.tensor(name), name), `step ${step}, ${m}`);
    };
    compare('semantic features z', 'semantic');
    compare('specific features s', 'specific');
    compare('quantised features q', 'quantized');
    compare('CLUB view c', 'club_feature', m === 'video' ? 'club_feature' : 'specific');
  }
}

function compareCodebook(expected: RecordedRun, actual: RecordedRun, step: number, ledger: ErrorReport): void {
  const compare = (quantity: Quantity, buffer: string) => {
    const name = `step${step}/codebook/${buffer}`;
    ledger.add(quantity, largestRowError(actual.tensor(name), expected.tensor(name), name), `step ${step}`);
  };
  compare('codebook E', 'embedding');
  compare('EMA counts N', 'ema_count');
  compare('EMA weights m', 'ema_weight');
  compare('batches since use', 'unactivated_count');
}

/** Each relative to its own norm; a gradient of the official code that does not exist here is 0. */
function compareGradients(expected: RecordedRun, actual: RecordedRun, ledger: ErrorReport): void {
  forEachTensor(expected, 'step0/grad', (module, name, array) => {
    const key = `step0/grad/${module}/${name}`;
    const ours = actual.tensors.get(key) ?? { shape: array.shape, data: new Float32Array(array.data.length) };
    const whole = normOf(expected, module);
    const floor = whole * (norm(array.data) < ZERO * whole ? ZERO_FLOOR : FLOOR);
    ledger.add('gradients, first step', relativeError(ours, array, key, floor), `${module}/${name}`);
  });
}

/**
 * Each recorded tensor, relative to its norm.
 *
 * If a gradient is 0 in exact arithmetic (a bias before a softmax), Adam turns rounding into steps of its learning rate, in
 * both programs: such an element may be off by that much and still counts as equal.
 */
function compareFinal(expected: RecordedRun, actual: RecordedRun, ledger: ErrorReport): void {
  const { sizes, file } = expected;
  const reach = 2 * parseOptimizer(sizes.optimizer, file).learningRate * sizes.steps.length;
  forEachTensor(expected, 'final', (module, name, array) => {
    const key = `final/${module}/${name}`;
    const ours = actual.tensors.get(key);
    if (ours === undefined || name.startsWith('Cross_quantizer.')) return;
    const gradient = expected.tensors.get(`step0/grad/${module}/${name}`)?.data;
    const zero = (ZERO * normOf(expected, module)) / Math.sqrt(array.data.length);
    const data = Float64Array.from(ours.data, (value, i) => {
      const target = array.data[i] as number;
      const undetermined = gradient !== undefined && Math.abs(gradient[i] as number) < zero && Math.abs(value - target) <= reach;
      return undetermined ? target : value;
    });
    ledger.add('final parameters', relativeError({ shape: ours.shape, data }, array, key), `${module}/${name}`);
  });
}

/** Norm of a module's gradient in the first step. */
const normOf = ({ sizes }: RecordedRun, module: string): number => sizes.steps[0]?.grad_norm_before_clip[module] ?? 0;

function forEachTensor(run: RecordedRun, prefix: string, visit: (module: string, name: string, array: NdArray) => void): void {
  for (const [module, tensors] of run.checkpoint(prefix)) {
    for (const [name, array] of tensors) visit(module, name, array);
  }
}
