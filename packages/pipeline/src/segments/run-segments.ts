import { type Dataset, labelsIfAny } from '@cmg/core';
import type { ReportSegments } from '@cmg/report';
import { heldOut } from '../evaluation/held-out.js';
import { runCodes } from '../evaluation/run-codes.js';
import type { Run } from '../runs/open-run.js';
import { codeClasses } from './code-classes.js';
import { codeExamples } from './code-examples.js';
import { sampleSegments } from './sample-segments.js';

/**
 * What held-out segments show of a run's codes.
 *
 * @param dataset open; the caller closes it
 * @param options of the task that names the split of held-out clips
 */
export async function runSegments(run: Run, dataset: Dataset, options: unknown = {}): Promise<ReportSegments> {
  const cache = await runCodes(run, dataset);
  const labelled = await Promise.all(
    heldOut(cache, options).map(async ({ modality, split }) => {
      const labels = (await labelsIfAny(dataset, split))?.segmentClasses[modality];
      return { modality, split, codes: await cache.codes(split, modality), labels };
    }),
  );
  const classes = labelled.some(({ labels }) => labels !== undefined) ? dataset.classes : [];
  const counts = codeClasses(labelled, classes.length);
  return {
    classes,
    codeClasses: counts,
    sample: await sampleSegments(run.model, dataset, labelled),
    examples: await codeExamples(dataset, labelled, counts),
  };
}
