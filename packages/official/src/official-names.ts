import { CmgError, type ComponentConfig, type RunConfig } from '@cmg/core';
import { type CrossCpcOptions, officialClubNames, officialCpcNames } from '@cmg/dcid';
import { type AudioOptions, officialAudioNames } from '@cmg/modality-audio';
import { officialTextNames, type TextOptions } from '@cmg/modality-text';
import { officialVideoNames, type VideoOptions } from '@cmg/modality-video';
import { mergeNames, type OfficialNames } from '@cmg/nn';

/** What of a config decides how a model's parameters are called. */
export type NamedConfig = Pick<RunConfig, 'modalities' | 'objectives' | 'width'>;

/** Names of a modality's parts, relative to each part's scope. */
interface PartNames {
  readonly frontEnd?: OfficialNames;
  readonly semanticEncoder: OfficialNames;
  readonly specificEncoder: OfficialNames;
  readonly decoder: OfficialNames;
}

const MODALITIES: Readonly<Record<string, (options: never, width: number) => PartNames>> = {
  audio: ({ layers }: AudioOptions) => officialAudioNames(layers),
  video: ({ specificWidth, layers }: VideoOptions, width) => officialVideoNames(width, specificWidth, layers),
  text: ({ layers, lstmLayers }: TextOptions) => officialTextNames(layers, lstmLayers),
};

const OBJECTIVES: Readonly<Record<string, (options: never, modalities: readonly string[]) => OfficialNames>> = {
  club: (_options, modalities) => officialClubNames(modalities),
  'cross-cpc': ({ layers, predictionSteps }: CrossCpcOptions, modalities) => officialCpcNames(modalities, layers, predictionSteps),
};

const below = (path: string, names: OfficialNames = new Map()): OfficialNames =>
  new Map([...names].map(([leaf, official]) => [`${path}/${leaf}`, official]));

/**
 * Where the official code keeps each parameter that a config's model and objectives may have, by the parameter's full path.
 * More names than a given model has parameters: one built for inference has no objectives.
 *
 * @throws CmgError where a modality is none of audio, video and text.
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
    throw new CmgError('has no counterpart in the official code', {
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
