import { trainingOptions } from '@cmg/config';
import { componentOrigin, type PerModality, type RunConfig } from '@cmg/core';
import { parseJson } from '@cmg/formats';
import { z } from 'zod';
import type { BestTerm } from '../validation/best-terms.js';
import { upgradeConfig } from './upgrade-config.js';

/** What a checkpoint says of itself. */
export interface CheckpointInfo {
  /** Steps done. */
  readonly step: number;
  /** Whole epochs done. */
  readonly epoch: number;
  readonly config: RunConfig;
  readonly data: {
    readonly segments: number;
    readonly featureShapes: PerModality<readonly number[]>;
    readonly clips: number;
    readonly fingerprint: string;
  };
  /** The best values so far of the terms of validation that the run watches. */
  readonly best?: Readonly<Record<string, BestTerm>>;
  /** What wrote it: `trainer`, `tfjs`, `node`, `backend`. */
  readonly versions: Readonly<Record<string, string>>;
}

const count = z.int().min(0);
/** More axes, or segments of a clip, than there can be. */
const shape = z
  .array(
    z
      .int()
      .min(1)
      .max(2 ** 30),
  )
  .max(8);
const MOST_SEGMENTS = 2 ** 16;

const component = z.looseObject({
  use: z.string().min(1),
  options: z.record(z.string(), z.unknown()),
  from: componentOrigin.exactOptional(),
});
const modality = component.extend({
  context: z.union([z.enum(['none', 'clip']), z.looseObject({ window: z.int().min(1) })]).exactOptional(),
  featureDropout: z.number().min(0).lt(1).exactOptional(),
});

/** A codebook as earlier versions recorded it. */
const optionsAlone = z.record(z.string(), z.unknown()).refine((options) => !('use' in options), 'expected a name as `use`, and `options`');

/** A config that a run recorded, of this version or an earlier one, in today's form; options are checked where a component is made. */
export const recordedConfig = z
  .looseObject({
    name: z.string(),
    seed: count,
    width: z.int().min(1),
    training: z.looseObject(trainingOptions.shape),
    data: component,
    modalities: z.array(modality).min(1),
    init: z.looseObject({ run: z.string(), step: z.union([count, z.enum(['best', 'last'])]).exactOptional() }).exactOptional(),
    freeze: z.array(z.string()).exactOptional(),
    codebook: z.union([component, optionsAlone]).exactOptional(),
    objectives: z.array(component.extend({ weight: z.number() })),
    tasks: z.array(component),
    observers: z.array(component).exactOptional(),
  })
  .transform(upgradeConfig);

const info = z.looseObject({
  step: count,
  epoch: count,
  config: recordedConfig,
  data: z.looseObject({
    segments: z.int().min(1).max(MOST_SEGMENTS),
    featureShapes: z.record(z.string(), shape),
    clips: count,
    fingerprint: z.string(),
  }),
  best: z.record(z.string(), z.looseObject({ value: z.number(), step: count, since: count })).exactOptional(),
  versions: z.record(z.string(), z.string()),
});

/** @throws CmgError that names each key that is not as it should be */
export function parseCheckpointInfo(text: string, file: string): CheckpointInfo {
  return parseJson(text, info, file, {
    what: 'a checkpoint of this version',
    hint: 'Nothing was changed. Restore the file from a copy, or start the run anew under another name.',
  });
}
