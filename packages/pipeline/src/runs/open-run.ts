import { loadComponents } from '@cmg/config';
import { CmgError, type ComponentConfig, type Components, type Dataset, type RunConfig } from '@cmg/core';
import { loadModel, type Model, readCheckpoint, RunFolder } from '@cmg/trainer';
import { createComponents } from '../create-components.js';
import { type DataProgress, openDataset } from '../data/open-dataset.js';
import { checkpointHash } from './checkpoint-hash.js';

export interface OpenRunOptions {
  /** Default: the built-in ones. Those that the run names by package or path are loaded besides, **which executes them**. */
  readonly components?: Components;
  /** Packages or paths of components of the run that are no longer where they were, or were changed on purpose. */
  readonly plugins?: readonly string[];
  /** Tasks to load besides those of the run's config. */
  readonly tasks?: readonly ComponentConfig[];
  /** Build and restore the networks of the run's objectives as well; default: false, as only further training needs them. */
  readonly objectives?: boolean;
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
 * @throws CmgError where there is no run, its checkpoint cannot be read, or one of its components is missing or of another version
 */
export async function openRun(folder: string, options: OpenRunOptions = {}): Promise<Run> {
  const { objectives = false, onDataProgress } = options;
  const components = await runComponents(folder, options);
  const { model, info } = await loadModel(folder, components, objectives ? components.objectives : undefined);
  const { config, step, epoch } = info;
  return {
    folder,
    config,
    components,
    modalities: model.modalities,
    model,
    checkpoint: await checkpointHash(folder),
    trained: { step, epoch },
    openDataset: () => openDataset(config.data, components, onDataProgress),
    dispose: () => model.dispose(),
  };
}

/** The components that a run names by package or path, besides those that are given. */
async function runComponents(folder: string, { components = createComponents(), plugins = [], tasks = [] }: OpenRunOptions): Promise<Components> {
  const config = await readRunConfig(folder);
  return loadComponents({ ...config, tasks: [...config.tasks, ...tasks] }, components, { base: folder, plugins });
}

/** The config that a run was trained with, from its checkpoint. */
export async function readRunConfig(folder: string): Promise<RunConfig> {
  await expectRun(folder);
  return (await readCheckpoint(new RunFolder(folder).checkpoint)).info.config;
}

async function expectRun(folder: string): Promise<void> {
  if (await new RunFolder(folder).hasCheckpoint()) return;
  throw new CmgError('there is no trained run in this folder', {
    kind: 'usage',
    where: folder,
    hint: 'Give the folder that `cmg pretrain` made, for example runs/digits.',
  });
}

/** @throws CmgError where a run was trained without this modality */
export function checkModality({ modalities }: Pick<Run, 'modalities'>, modality: string): void {
  if (modalities.includes(modality)) return;
  throw new CmgError(`the run has no modality '${modality}'`, { kind: 'usage', hint: `It was trained on ${modalities.join(', ')}.` });
}
