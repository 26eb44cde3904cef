import { nearest } from '@cmg/config';
import {
  type ComponentConfig,
  type Components,
  type DataOrigin,
  type DataReport,
  type DatasetContext,
  type DatasetReader,
  type Finding,
  labelsIfAny,
} from '@cmg/core';
import { existsSync } from 'node:fs';
import { type DataProgress, datasetContext } from './open-dataset.js';

/** What {@link checkData} found. */
export interface DataCheck {
  readonly report: DataReport;
  /** Where the data set is described, for data that is not shipped. */
  readonly origin?: DataOrigin;
  /** Files and folders that the data set consists of and that are not there at all, and what is in them. */
  readonly missing: Readonly<Record<string, string>>;
}

/** Reads every file of a data set and reports all that is missing or wrong. Of data that is shipped, splits are counted. */
export async function checkData(
  { use, options }: ComponentConfig,
  { datasets, modalities }: Pick<Components, 'datasets' | 'modalities'>,
  onProgress?: DataProgress,
): Promise<DataCheck> {
  const reader = datasets.get(use);
  const context = datasetContext(use, onProgress);
  const report = reader.check === undefined ? await countClips(reader, options, context) : await reader.check(options, context);
  const origin = reader.origin?.(options);
  const missing = Object.fromEntries(Object.entries(origin?.files ?? {}).filter(([file]) => !existsSync(file)));
  const findings = [...report.findings, ...misnamed(use, report, modalities.names)];
  return { report: { ...report, findings }, missing, ...(origin && { origin }) };
}

/** Columns that are probably a modality's by another name; others may be those of a plugin. */
function misnamed(reader: string, { splits }: DataReport, modalities: readonly string[]): Finding[] {
  const columns = [...new Set(Object.values(splits).flatMap((split) => split.modalities))].filter((name) => !modalities.includes(name));
  return columns.flatMap((column) => {
    const meant = nearest(
      column,
      modalities.filter((name) => !Object.values(splits).some((split) => split.modalities.includes(name))),
    );
    if (meant === undefined) return [];
    return [{ level: 'warning', where: reader, what: `the modality '${column}' is unknown; did you mean '${meant}'?` }];
  });
}

async function countClips(reader: DatasetReader, options: ComponentConfig['options'], context: DatasetContext): Promise<DataReport> {
  const dataset = await reader.open(options, context);
  try {
    const splits: Record<string, DataReport['splits'][string]> = {};
    for (const [name, clips] of Object.entries(dataset.splits)) {
      const labels = [...((await labelsIfAny(dataset, name))?.clipClasses ?? [])];
      const classes = Object.fromEntries(dataset.classes.map((label, i) => [label, labels.filter((one) => one === i).length]));
      splits[name] = { clips, modalities: Object.keys(dataset.featureShapes), classes };
    }
    return { findings: [], splits, arrays: 0 };
  } finally {
    await dataset.close();
  }
}
