import { CmgError, type Components, forModality, type ParameterMap, perModality, type PerModality, type RunConfig } from '@cmg/core';
import { writeFolderAtomic } from '@cmg/formats';
import {
  importCheckpoint,
  importMoments,
  keepUnusedTensors,
  type OfficialCheckpoint,
  type OfficialSizes,
  officialTensor,
  readOfficialFile,
  sizedConfig,
  sizesOfCheckpoint,
} from '@cmg/official';
import { buildModel, buildObjectives, type Model, saveModel } from '@cmg/trainer';
import { readdir } from 'node:fs/promises';
import { basename, resolve } from 'node:path';

export interface ImportRunOptions {
  /** What torch.save wrote. */
  readonly file: string;
  /** The run's folder, which must not be there yet. */
  readonly folder: string;
  /** Its data, attention heads and all else that shapes do not tell; sizes are taken from the checkpoint. */
  readonly preset: RunConfig;
  /** T. */
  readonly segments: number;
  /** Those that the preset was loaded with. */
  readonly components: Components;
}

export interface ImportedRun {
  readonly config: RunConfig;
  /** K. */
  readonly codes: number;
  readonly featureShapes: PerModality<readonly number[]>;
  /** What was not used, by its name in the file -> why. */
  readonly unused: ReadonlyMap<string, string>;
}

/** Height and width of VGG19's last pooling layer, which no weight's shape tells. */
const FRAME_GRID = [7, 7];

/**
 * Makes the folder of a run from a checkpoint of the official code, whole or not at all.
 *
 * @throws CmgError that lists whatever of the checkpoint is missing or does not fit
 */
export async function importRun({ file, folder, preset, segments, components }: ImportRunOptions): Promise<ImportedRun> {
  await checkFree(folder);
  const { checkpoint, moments, epoch, step, otherKeys } = await readOfficialFile(file);
  const sizes = sizesOfCheckpoint(checkpoint);
  const config = { ...withoutMissing(sizedConfig(preset, sizes), sizes), name: basename(resolve(folder)).replace(/[^\w.-]/g, '-') };
  const featureShapes = featureShapesOf(checkpoint, sizes);
  const model = buildModel(config, components, { segments, featureShapes });
  try {
    const { parameters, optimizers: inner } = buildObjectives(config, components, model);
    const { unused } = importCheckpoint(model, config, checkpoint);
    const trained = new Map([['', parameters], ...[...inner.keys()].map((scope) => [scope, below(model, scope)] as const)]);
    const optimizers = new Map(
      [...trained].map(([scope, own]) => [scope, { save: () => Promise.resolve(importMoments(own, config, moments)) }]),
    );
    await writeFolderAtomic(folder, async (draft) => {
      await saveModel(draft, model, {
        config,
        epoch,
        step,
        fingerprint: `imported from ${basename(file)}`,
        ...(moments.size > 0 && { optimizers }),
      });
      await keepUnusedTensors(draft, checkpoint, unused.keys());
    });
    const others = otherKeys.map((key) => [key, 'the state of an optimiser of other parameters, or unknown'] as const);
    return { config, codes: sizes.codes, featureShapes, unused: new Map([...unused, ...others]) };
  } finally {
    model.dispose();
  }
}

/** Parameters of an objective that trains them itself. */
const below = (model: Model, scope: string): ParameterMap =>
  new Map([...model.parameters].filter(([path]) => path.startsWith(`${scope}/`)));

/** The config without objectives whose networks the checkpoint lacks. */
function withoutMissing(config: RunConfig, { clubHidden, crossCpc }: OfficialSizes): RunConfig {
  const missing = [clubHidden === undefined ? 'club' : '', crossCpc === undefined ? 'cross-cpc' : ''];
  return { ...config, objectives: config.objectives.filter(({ use }) => !missing.includes(use)) };
}

function featureShapesOf(checkpoint: OfficialCheckpoint, { modalities }: OfficialSizes): Model['data']['featureShapes'] {
  return perModality(Object.keys(modalities), (modality) => {
    const { features } = forModality(modalities, modality);
    if (modality === 'video') return [...FRAME_GRID, features];
    if (modality === 'text') return [officialTensor(checkpoint, 'text_bilstm', 'weight_ih_l0')?.shape[1] ?? features];
    return [features];
  });
}

async function checkFree(folder: string): Promise<void> {
  const entries = await readdir(folder).catch(() => []);
  if (entries.length > 0) throw new CmgError('is there already', { kind: 'usage', where: folder, hint: 'Name another folder with --out.' });
}
