import { configFromText, loadConfig } from '@cmg/config';
import type { RunConfig } from '@cmg/core';
import { ownClipsConfig } from '@cmg/create';
import { createComponents } from '@cmg/pipeline';
import { clockText } from '@cmg/trainer';
import { existsSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { aligned } from './aligned.js';
import { type OverrideOptions, overridesOf } from './config-options.js';
import { memoryText } from './memory-text.js';
import type { ClipPlan } from './plan-clips.js';

/**
 * Seconds of training on two cores for each value of a clip's features and for each of its segments in a modality, validation and checkpoints
 * included: measured with vectors and maps of 64 to 3,840 segments a batch. Trying the tasks takes as long again.
 */
const SECONDS_PER_FEATURE = 6.5e-8;
const SECONDS_PER_SEGMENT = 2.2e-5;
const START = 6;
/**
 * Bytes of Node, native TensorFlow, the networks of `cmg init --data` and the tables of tasks; of each value of a batch's features; and of each
 * value of its semantic features, in all layers and losses. Measured as the seconds, and once from clips to report.
 */
const BASE = 0.7 * 2 ** 30;
const PER_FEATURE = 50;
const PER_SEMANTIC = 300;

/** What `cmg run` prints first: what there is, what is made of it, and about how long that takes. */
export async function planLines(plan: ClipPlan, folder: string, options: OverrideOptions & { readonly jobs: number }): Promise<string[]> {
  const { clips, splits, classes, modalities, segments, secondsPerClip } = plan;
  const total = Object.values(splits).reduce((sum, n) => sum + n, 0);
  const config = await plannedConfig(plan, folder, options);
  const names = Object.keys(modalities);
  const { batchSize, accumulate = 1, epochs, split } = config.training;
  const stepSize = batchSize * accumulate;
  const steps = config.training.steps ?? Math.floor((splits[split] ?? 0) / stepSize) * epochs;
  const extraction = (total * secondsPerClip) / Math.min(options.jobs, availableParallelism());
  const values = Object.values(modalities).reduce((sum, { featureShape }) => sum + featureShape.reduce((a, b) => a * b, 1), 0);
  const training = START + steps * stepSize * segments * (values * SECONDS_PER_FEATURE + names.length * SECONDS_PER_SEGMENT);
  const memory = BASE + batchSize * segments * (values * PER_FEATURE + config.width * names.length * PER_SEMANTIC);
  const tried =
    config.tasks.length === 0 ? [] : [['report.html', `${config.tasks.map(({ use }) => use).join(', ')}, from each modality to each`]];
  return [
    `${clips}: ${total} clips (${Object.entries(splits)
      .map(([name, n]) => `${n} ${name}`)
      .join(', ')}), ${classes === 0 ? 'no labels' : `${classes} classes`}, ${segments} segment${segments === 1 ? '' : 's'} each`,
    ...aligned(names.map((name) => [`  ${name}`, `by ${modalities[name]?.extractor}, [${modalities[name]?.featureShape.join(', ')}]`])),
    `In ${folder}:`,
    ...aligned([
      ['  features', `about ${clockText(extraction)}, ${secondsPerClip.toFixed(2)} s a clip`],
      ['  config.yaml', 'what is trained: yours to change before that'],
      [`  runs/${config.name}`, `about ${clockText(training)}: ${steps} steps of ${stepSize} clips`],
      ...tried.map(([name, what]) => [`  ${name}`, what as string]),
    ]),
    `All in all about ${clockText(extraction + 2 * training)}, and about ${memoryText(memory)} of memory.`,
  ];
}

/** The config that is in the folder, or that would be written. */
async function plannedConfig(
  { splits, segments, modalities, tasks }: ClipPlan,
  folder: string,
  options: OverrideOptions,
): Promise<RunConfig> {
  const file = join(folder, 'config.yaml');
  if (existsSync(file)) return (await loadConfig(file, createComponents(), overridesOf(options))).config;
  const names = Object.keys(modalities);
  const vectors = names.filter((name) => modalities[name]?.featureShape.length === 1);
  const text = ownClipsConfig({ root: 'features', clips: splits['train'] ?? 0, segments, modalities: names, vectors, tasks });
  return (await configFromText(text, file, createComponents(), overridesOf(options))).config;
}
