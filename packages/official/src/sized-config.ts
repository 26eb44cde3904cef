import { CmgError, type ComponentConfig, forModality, type RunConfig } from '@cmg/core';
import type { ModalitySizes, OfficialSizes } from './checkpoint-sizes.js';

/**
 * A config with the sizes of a checkpoint: its modalities in the official order, their widths and numbers of layers, K, D and
 * those of CLUB and Cross-CPC. Everything else stays as in the preset. An objective whose networks are not in the
 * checkpoint keeps the preset's sizes.
 *
 * @param preset a config with all modalities of the checkpoint (`configs/preset-official.yaml`).
 * @throws CmgError if the preset lacks one.
 */
export function sizedConfig(preset: RunConfig, { modalities, width, codes, clubHidden, crossCpc }: OfficialSizes): RunConfig {
  const objectives = preset.objectives.map((objective) => {
    if (objective.use === 'club' && clubHidden !== undefined) return withOptions(objective, { hidden: clubHidden });
    return objective.use === 'cross-cpc' && crossCpc !== undefined ? withOptions(objective, crossCpc) : objective;
  });
  return {
    ...preset,
    modalities: Object.keys(modalities).map((m) => withOptions(presetOf(preset, m), modalityOptions(m, forModality(modalities, m)))),
    width,
    codebook: withOptions(preset.codebook, { size: codes }),
    objectives,
  };
}

function presetOf({ modalities, name }: RunConfig, modality: string): ComponentConfig {
  const found = modalities.find(({ use }) => use === modality);
  if (found === undefined) throw new CmgError(`lacks the modality '${modality}' of the checkpoint`, { where: `config '${name}'` });
  return found;
}

function modalityOptions(modality: string, { specific, club, feedForward, layers, lstm }: ModalitySizes): Record<string, unknown> {
  return {
    specificWidth: specific,
    feedForward,
    layers,
    ...(modality === 'video' ? { clubWidth: club } : {}),
    ...(lstm === undefined ? {} : { lstmWidth: lstm.width, lstmLayers: lstm.layers }),
  };
}

const withOptions = <U extends ComponentConfig>(use: U, options: Readonly<Record<string, unknown>>): U => ({
  ...use,
  options: { ...use.options, ...options },
});
