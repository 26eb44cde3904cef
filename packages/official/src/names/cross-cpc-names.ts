import { mergeNames, officialLayer, officialLstm, type OfficialNames } from './official-name.js';

/**
 * Where the official code stores the networks of `cross-cpc`, relative to the objective's scope: all in the module `cpc`. Its
 * version for two modalities only has `audio` and `video`; without video, text takes the place of video.
 */
export function crossCpcNames(modalities: readonly string[], layers = 2, predictionSteps = 1): OfficialNames {
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
