import { type Components, Random, type RunConfig } from '@cmg/core';
import { compareScalars } from './compare-scalars.js';
import { compareTensors } from './compare-tensors.js';
import { type Entry, ErrorReport } from './error-report.js';
import { RecordedRun } from './recorded-run.js';
import { replay } from './replay.js';

/**
 * How many times the effect of one rounding of weights and inputs is tolerated, because of the roundings in everything that
 * follows: a sequential sum of n terms loses about sqrt(n) of them, and a gradient here sums more than a thousand.
 */
const MARGIN = 32;

/** The number of random roundings that are tried. */
const TRIALS = 3;

/** One unit in the last place of float32, relative. */
const ROUNDING = 2 ** -24;

/**
 * Replays a recorded run and compares everything recorded.
 *
 * If something exceeds its tolerance, the run is replayed three more times with weights and inputs changed by one rounding
 * of float32. A number that this alone changes as much is not determined in float32, neither in PyTorch nor here (for example, two nearly
 * tied scores of a saturated attention): its tolerance is then {@link MARGIN} times that change.
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
