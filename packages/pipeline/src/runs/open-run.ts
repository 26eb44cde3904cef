import { loadComponents } from '@cmg/config';
import { CmgError, type ComponentConfig, type Components, type Dataset, type RunConfig } from '@cmg/core';
import { fileHash } from '@cmg/formats';
import { type CheckpointChoice, type Model, modelOf, readCheckpoint, RunFolder } from '@cmg/trainer';
import { createComponents } from '../create-components.js';
import { type DataProgress, openDataset } from '../data/open-dataset.js';

export interface OpenRunOptions {
  /** Default: the built-in ones. Those that the run names by package or path are loaded besides, **which executes them**. */
  readonly components?: Components;
  /** Packages or paths of components of the run that are no longer where they were, or were changed on purpose. */
  readonly plugins?: readonly string[];
  /** Tasks to load besides those of the run's config. */
  readonly tasks?: readonly ComponentConfig[];
  /** Build and restore the networks of the run's objectives as well; default: false, as only further training needs them. */
  readonly objectives?: boolean;
  /** Which of its checkpoints; default: the best where the run keeps it, else the last. */
  readonly step?: CheckpointChoice | undefined;
  readonly onDataProgress?: DataProgress;
}

/** A trained run, ready for inference. Has to be disposed of. */
export interface Run {
  readonly folder: string;
  readonly config: RunConfig;
  readonly components: Components;
  /** Names, in the order of the config. */
  readonly modalities: readonly string[];
  readonly model: Model;
  /** SHA-256 of its checkpoint, hexadecimal: what codes and heads of the run depend on. */
  readonly checkpoint: string;
  /** Which of its checkpoints was asked for, if any was. */
  readonly step?: CheckpointChoice;
  /** How far it was trained. */
  readonly trained: { readonly step: number; readonly epoch: number };
  /** The run's own data; the caller closes it. */
  openDataset(): Promise<Dataset>;
  /** Frees the model. */
  dispose(): void;
}

/**
 * Opens a run for inference: its model is rebuilt from its checkpoint; its data is not needed.
 *
 * @param folder the run's, which `pretrain` made
 * @throws CmgError where there is no run or no such checkpoint, it cannot be read, or one of its components is missing or of another version
 */
export async function openRun(folder: string, options: OpenRunOptions = {}): Promise<Run> {
  const { components: given = createComponents(), plugins = [], tasks = [], objectives = false, step: choice, onDataProgress } = options;
  const file = await new RunFolder(folder).checkpointFile(choice);
  const checkpoint = await readCheckpoint(file);
  const { config, step, epoch } = checkpoint.info;
  const components = await loadComponents({ ...config, tasks: [...config.tasks, ...tasks] }, given, { base: folder, plugins });
  const model = modelOf(checkpoint, file, components, objectives ? components.objectives : undefined);
  return {
    folder,
    config,
    components,
    modalities: model.modalities,
    model,
    checkpoint: await fileHash(file),
    ...(choice !== undefined && { step: choice }),
    trained: { step, epoch },
    openDataset: () => openDataset(config.data, components, onDataProgress),
    dispose: () => model.dispose(),
  };
}

/** @throws CmgError where a run was trained without this modality */
export function checkModality({ modalities }: Pick<Run, 'modalities'>, modality: string): void {
  if (modalities.includes(modality)) return;
  throw new CmgError(`the run has no modality '${modality}'`, { kind: 'usage', hint: `It was trained on ${modalities.join(', ')}.` });
}
