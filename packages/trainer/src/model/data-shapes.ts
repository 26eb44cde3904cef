import type { Dataset, RunConfig } from '@cmg/core';
import { readCheckpointInfo } from '../checkpoint/checkpoint.js';
import { RunFolder } from '../checkpoint/run-folder.js';
import { participants } from './participants.js';

/** What a model must know of its data: T and the shape of one segment's features per modality. */
export type DataShapes = Pick<Dataset, 'segments' | 'featureShapes'>;

/**
 * The shapes that a run's model is built for: those of its data and, for modalities that are kept as they are and that the data lacks, those
 * of the run that it goes on from (`folder`, if it has a checkpoint) or starts from (`init`).
 *
 * @throws CmgError where that checkpoint cannot be read
 */
export async function dataShapes(config: RunConfig, dataset: DataShapes, folder: string): Promise<DataShapes> {
  const read = participants(config);
  if (config.modalities.every(({ use }) => read.includes(use) || dataset.featureShapes[use] !== undefined)) return dataset;
  const own = new RunFolder(folder);
  const from = (await own.hasCheckpoint()) ? { run: folder, step: 'last' as const } : config.init;
  if (from === undefined) return dataset;
  const { data } = await readCheckpointInfo(await new RunFolder(from.run).checkpointFile(from.step));
  return { segments: dataset.segments, featureShapes: { ...data.featureShapes, ...dataset.featureShapes } };
}
