import type { Components, RunConfig } from '@cmg/core';
import { compareFinal, compareGradients, compareNorms } from './compare-parameters.js';
import { compareStep } from './compare-step.js';
import { Ledger, type Entry } from './ledger.js';
import type { RecordedRun } from './recorded-run.js';
import { parseOptimizer } from './recorded-sizes.js';
import { replay } from './replay.js';

/** Replays a recorded run and compares all that was recorded of it. */
export async function checkRun(run: RecordedRun, preset: RunConfig, components: Components): Promise<readonly Entry[]> {
  const ledger = new Ledger();
  const { steps, optimizer } = run.sizes;
  let index = 0;
  for await (const ours of replay(run, preset, components)) {
    const recorded = steps[index] as (typeof steps)[number];
    compareStep(run, recorded, ours, ledger);
    compareNorms(run, index, ours, ledger);
    if (index === 0) compareGradients(run, ours, ledger);
    if (index === steps.length - 1) compareFinal(run, ours, parseOptimizer(optimizer, run.file).learningRate, ledger);
    index += 1;
  }
  return ledger.entries;
}
