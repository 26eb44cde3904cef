import { mergeNames, officialLayer, officialLstm, type OfficialNames } from '@cmg/nn';
import { CLUB_NETWORKS } from './club-networks.js';

const OFFICIAL_NETWORKS = { mean: 'p_mu', logVariance: 'p_logvar' } as const;

/**
 * Where the official code keeps the networks of `club`, relative to the objective's scope: a module `club_<modality>` each.
 * For `importOfficial` of `@cmg/nn`.
 */
export function officialClubNames(modalities: readonly string[]): OfficialNames {
  const layers = modalities.flatMap((m) => CLUB_NETWORKS.flatMap((network) => [0, 1, 2, 3].map((layer) => ({ m, network, layer }))));
  return mergeNames(
    ...layers.map(({ m, network, layer }) =>
      officialLayer({ module: `club_${m}`, path: `${m}/${network}/${layer}`, name: `${OFFICIAL_NETWORKS[network]}.${2 * layer}` }),
    ),
  );
}

/**
 * Where the official code keeps the networks of `cross-cpc`, relative to the objective's scope: all in the module `cpc`. Its
 * form for two modalities knows `audio` and `video` alone; without video, text stands in video's place.
 */
export function officialCpcNames(modalities: readonly string[], layers = 2, predictionSteps = 1): OfficialNames {
  return mergeNames(
    ...modalities.flatMap((m) => {
      const official = m === 'text' && !modalities.includes('video') ? 'video' : m;
      const predictors = Array.from({ length: predictionSteps }, (_, k) =>
        officialLayer({ module: 'cpc', path: `${m}/predictors/${k}`, name: `${official}_predictors.${k}` }),
      );
      return [officialLstm({ module: 'cpc', path: `${m}/lstm`, name: `${official}_ar_lstm.` }, layers), ...predictors];
    }),
  );
}
