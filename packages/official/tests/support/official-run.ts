import { loadConfig } from '@cmg/config';
import { readSafetensors } from '@cmg/formats';
import { type Components, type NdArray, Registry, type RunConfig } from '@cmg/core';
import { codeReset, commitment, sharedCodebook } from '@cmg/codebook';
import { digitsReader } from '@cmg/digits';
import { club, crossCpc } from '@cmg/dcid';
import { cmcm, crossCommitment, mmEma } from '@cmg/mm-ema';
import { audioPlugin } from '@cmg/modality-audio';
import { textPlugin } from '@cmg/modality-text';
import { videoPlugin } from '@cmg/modality-video';
import { classification } from '@cmg/tasks';
import { buildModel, buildObjectives, type Model, reconstruction, type RunObjectives } from '@cmg/trainer';
import { fileURLToPath } from 'node:url';
import { type OfficialCheckpoint, sizedConfig, sizesOfCheckpoint } from '../../src/index.js';

const root = (path: string): string => fileURLToPath(new URL(`../../../../${path}`, import.meta.url));

const components = {
  modalities: new Registry('modality', [audioPlugin, videoPlugin, textPlugin]),
  objectives: new Registry('objective', [reconstruction, commitment, crossCommitment, club, crossCpc, cmcm, mmEma, codeReset]),
  datasets: new Registry('data set', [digitsReader]),
  tasks: new Registry('task', [classification]),
  codebooks: new Registry('codebook', [sharedCodebook]),
  observers: new Registry('observer', []),
} as unknown as Components;

export type Variant = 'at' | 'av' | 'avt';

/** The weights that the official code started from: see fixtures/README.md. */
export async function initialCheckpoint(variant: Variant): Promise<OfficialCheckpoint> {
  const { tensors } = await readSafetensors(root(`fixtures/official/${variant}.safetensors`));
  const checkpoint = new Map<string, Map<string, NdArray>>();
  for (const [key, array] of tensors) {
    const [, module, name] = /^init\/(\w+)\/(.+)$/.exec(key) ?? [];
    if (module === undefined || name === undefined) continue;
    checkpoint.set(module, (checkpoint.get(module) ?? new Map<string, NdArray>()).set(name, array));
  }
  return checkpoint;
}

export const preset = async (): Promise<RunConfig> => (await loadConfig(root('configs/preset-official.yaml'), components)).config;

const FEATURES: Readonly<Record<string, readonly number[]>> = { audio: [12], video: [7, 7, 16], text: [14] };

/** A model of the official preset with a checkpoint's sizes, with the networks of its objectives or without. */
export async function modelFor(
  checkpoint: OfficialCheckpoint,
  withObjectives = true,
): Promise<{ model: Model; config: RunConfig; objectives: RunObjectives | undefined }> {
  const config = sizedConfig(await preset(), sizesOfCheckpoint(checkpoint));
  const featureShapes = Object.fromEntries(config.modalities.map(({ use }) => [use, FEATURES[use] as readonly number[]]));
  const model = buildModel(config, components, { segments: 10, featureShapes });
  const objectives = withObjectives ? buildObjectives(config, components, model) : undefined;
  return { model, config, objectives };
}
