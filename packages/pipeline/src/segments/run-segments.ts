import type { Dataset } from '@cmg/core';
import type { ReportSegments } from '@cmg/report';
import { runCodes } from '../evaluation/run-codes.js';
import type { Run } from '../runs/open-run.js';
import { codeClasses } from './code-classes.js';
import { sampleSegments } from './sample-segments.js';

/**
 * What the held-out segments of a split show of a run's codes.
 *
 * @param dataset open; the caller closes it
 */
export async function runSegments(run: Run, dataset: Dataset, split = 'test'): Promise<ReportSegments> {
  const cache = await runCodes(run, dataset);
  const sets = await Promise.all(run.modalities.map((modality) => cache.codes(split, modality)));
  const { classes } = dataset;
  const labels = classes.length === 0 ? undefined : await dataset.labels(split);
  return {
    classes,
    codeClasses: labels === undefined ? [] : codeClasses(sets, labels, classes.length),
    sample: await sampleSegments(run, dataset, split, labels),
  };
}
