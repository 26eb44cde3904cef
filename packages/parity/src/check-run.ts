import { type Components, Random, type RunConfig } from '@cmg/core';
import { compareScalars } from './compare-scalars.js';
import { compareTensors } from './compare-tensors.js';
import { type Entry, ErrorReport } from './error-report.js';
import { RecordedRun } from './recorded-run.js';
import { replay } from './replay.js';

/**
 * How many times as far as one rounding of weights and inputs takes a number, the roundings of all that follows may take it: a sum
 * of n terms in sequence loses about sqrt(n) of them, and a gradient here sums a thousand and more.
 */
const MARGIN = 32;

/** Roundings are tried at random, so often. */
const TRIALS = 3;

/** One unit in the last place of float32, relative. */
const ROUNDING = 2 ** -24;

/**
 * Replays a recorded run and compares all that was recorded of it.
 *
 * Where something is above its tolerance, the run is replayed three times more with weights and inputs that are moved by one
 * rounding of float32. What that alone takes as far is not determined in float32, PyTorch's or ours (two scores of a saturated
 * attention that nearly tie): the same tensor or number is within tolerance then up to {@link MARGIN} times that.
 */
export async function checkRun(run: RecordedRun, preset: RunConfig, components: Components): Promise<readonly Entry[]> {
  const ours = await replay(run, preset, components);
  const errors = compareRuns(run, ours);
  if (errors.ok) return errors.entries();
  const moved: ErrorReport[] = [];
  for (let trial = 0; trial < TRIALS; trial++) {
    moved.push(compareRuns(ours, await replay(roundedAnew(run, new Random(trial)), preset, components)));
  }
  return errors.entries((quantity, where) => {
    const undetermined = MARGIN * Math.max(...moved.map((ledger) => ledger.error(quantity, where)));
    return Number.isFinite(undetermined) ? undetermined : 0;
  });
}

/** Compares two records of the same run; errors are relative to the first. */
export function compareRuns(expected: RecordedRun, actual: RecordedRun): ErrorReport {
  const ledger = new ErrorReport();
  compareTensors(expected, actual, ledger);
  compareScalars(expected.sizes, actual.sizes, ledger);
  return ledger;
}

const MOVED = /^(init\/(?!.*Cross_quantizer)|step\d+\/input\/)/;

/** The run with all initial parameters and inputs moved up or down by one rounding of float32. */
function roundedAnew(run: RecordedRun, random: Random): RecordedRun {
  const tensors = new Map(run.tensors);
  for (const [name, { shape, data }] of run.tensors) {
    if (!MOVED.test(name)) continue;
    const stream = random.fork(name);
    tensors.set(name, { shape, data: Float64Array.from(data, (value) => value * (1 + (stream.uniform() < 0.5 ? -ROUNDING : ROUNDING))) });
  }
  return new RecordedRun(run.file, run.sizes, tensors);
}
