import { forModality, perModality, type RunConfig } from '@cmg/core';
import { writeCheckpoint } from './checkpoint/checkpoint.js';
import { RunFolder } from './checkpoint/run-folder.js';
import { collectState, type SavedOptimizers } from './checkpoint/run-state.js';
import type { Model } from './model/model.js';
import { versions } from './versions.js';

/** Where a model comes from that no run of ours has trained. */
export interface ModelOrigin {
  readonly config: RunConfig;
  /** Steps and whole epochs that it was trained for. */
  readonly step: number;
  readonly epoch: number;
  /** Where it comes from, in place of the fingerprint of a data set. */
  readonly fingerprint: string;
  /** Moments to go on with, by the scope that each optimiser trains; without them training cannot go on from it. */
  readonly optimizers?: SavedOptimizers;
}

/**
 * Makes the folder of a run from a model; {@link loadModel} reads it back.
 *
 * @throws CmgError where a weight is not finite or the folder cannot be written
 */
export async function saveModel(
  folder: string,
  model: Model,
  { config, step, epoch, fingerprint, optimizers = new Map() }: ModelOrigin,
): Promise<void> {
  const run = new RunFolder(folder);
  const { segments, featureShapes } = model.data;
  const data = { segments, featureShapes: perModality(model.modalities, (m) => forModality(featureShapes, m)), clips: 0, fingerprint };
  await run.create(config);
  const info = { step, epoch, config, data, versions: versions() };
  await writeCheckpoint(run.checkpoint, { info, tensors: await collectState(model, optimizers) });
}
