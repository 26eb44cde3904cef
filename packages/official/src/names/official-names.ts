import { CmgError, type ComponentConfig, type RunConfig } from '@cmg/core';
import type { CrossCpcOptions } from '@cmg/dcid';
import type { AudioOptions } from '@cmg/modality-audio';
import type { TextOptions } from '@cmg/modality-text';
import type { VideoOptions } from '@cmg/modality-video';
import { audioNames } from './audio-names.js';
import { clubNames } from './club-names.js';
import { crossCpcNames } from './cross-cpc-names.js';
import { mergeNames, type OfficialNames, type PartNames } from './official-name.js';
import { textNames } from './text-names.js';
import { videoNames } from './video-names.js';

/** The parts of a config that determine the names of a model's parameters. */
export type NamedConfig = Pick<RunConfig, 'modalities' | 'objectives' | 'width'>;

const MODALITIES: Readonly<Record<string, (options: never, width: number) => PartNames>> = {
  audio: ({ layers }: AudioOptions) => audioNames(layers),
  video: ({ specificWidth, layers }: VideoOptions, width) => videoNames(width, specificWidth, layers),
  text: ({ layers, lstmLayers }: TextOptions) => textNames(layers, lstmLayers),
};

const OBJECTIVES: Readonly<Record<string, (options: never, modalities: readonly string[]) => OfficialNames>> = {
  club: (_options, modalities) => clubNames(modalities),
  'cross-cpc': ({ layers, predictionSteps }: CrossCpcOptions, modalities) => crossCpcNames(modalities, layers, predictionSteps),
};

const below = (path: string, names: OfficialNames = new Map()): OfficialNames =>
  new Map([...names].map(([leaf, official]) => [`${path}/${leaf}`, official]));

/**
 * Where the official code stores each parameter that a config's model and objectives may have, by the parameter's full path.
 * A given model may have fewer: one built for inference has no objectives.
 *
 * @throws CmgError if a modality is not audio, video or text.
 */
export function officialNames({ modalities, objectives, width }: NamedConfig): OfficialNames {
  const used = modalities.map(({ use }) => use);
  return mergeNames(
    ...modalities.map((modality) => modalityNames(modality, width)),
    ...objectives.map(({ use, options }) => below(use, OBJECTIVES[use]?.(options as never, used))),
  );
}

function modalityNames({ use, options }: ComponentConfig, width: number): OfficialNames {
  const parts = MODALITIES[use]?.(options as never, width);
  if (parts === undefined) {
    throw new CmgError('does not exist in the official code', {
      kind: 'usage',
      where: `modality '${use}'`,
      hint: `It has ${Object.keys(MODALITIES).join(', ')}.`,
    });
  }
  return mergeNames(
    below(`front-end/${use}`, parts.frontEnd),
    below(`encoder/${use}/semantic`, parts.semanticEncoder),
    below(`encoder/${use}/specific`, parts.specificEncoder),
    below(`decoder/${use}`, parts.decoder),
  );
}
