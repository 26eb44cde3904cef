import type { Components } from '@cmg/core';
import { type Checkpoint, readCheckpoint } from './checkpoint/checkpoint.js';
import type { CheckpointInfo } from './checkpoint/checkpoint-info.js';
import { type CheckpointChoice, RunFolder } from './checkpoint/run-folder.js';
import { restoreModel, savedArray } from './checkpoint/run-state.js';
import { buildModel } from './model/build-model.js';
import { buildObjectives } from './model/build-objectives.js';
import type { Model } from './model/model.js';

/** A trained model for inference. */
export interface LoadedModel {
  readonly model: Model;
  /** Of the checkpoint: its config, the shapes of its data, how far it was trained. */
  readonly info: CheckpointInfo;
}

/**
 * Rebuilds a run's model from its folder. The data set is not needed, and the objectives only for their own networks.
 *
 * @param objectives given to build and restore the networks of CLUB and the like as well
 * @param choice which of its checkpoints; default: the best where the run keeps it, else the last
 * @throws CmgError where the folder has no such checkpoint, the checkpoint cannot be read, or a modality is unknown
 */
export async function loadModel(
  folder: string,
  components: Pick<Components, 'modalities' | 'codebooks'>,
  objectives?: Components['objectives'],
  choice?: CheckpointChoice,
): Promise<LoadedModel> {
  const file = await new RunFolder(folder).checkpointFile(choice);
  const checkpoint = await readCheckpoint(file);
  return { model: modelOf(checkpoint, file, components, objectives), info: checkpoint.info };
}

/**
 * As {@link loadModel}, from a checkpoint that has been read: its config says which components are needed.
 *
 * @param file for messages
 */
export function modelOf(
  checkpoint: Checkpoint,
  file: string,
  components: Pick<Components, 'modalities' | 'codebooks'>,
  objectives?: Components['objectives'],
): Model {
  const { config, data } = checkpoint.info;
  // Before a parameter is made, so that a damaged size cannot ask for more memory than the file has.
  const check = (path: string, shape: readonly number[]) => void savedArray(checkpoint, `parameters/${path}`, shape, file);
  const model = buildModel(config, components, data, check);
  try {
    if (objectives !== undefined) buildObjectives(config, { objectives }, model);
    restoreModel(model, checkpoint, file, 'averaged');
    return model;
  } catch (error) {
    model.dispose();
    throw error;
  }
}
