import { CmgError, describeSegments, type Extractor } from '@cmg/core';
import { meanVector } from './pooling.js';
import { TransformersModel } from './transformers-model.js';
import { transformersOptions, type TransformersOptions } from './transformers-options.js';

/** A sound model of transformers.js: [F] per second, the mean over the model's own frames. CLAP: F = 512. */
export const audioTransformers: Extractor<TransformersOptions, 'audio'> = {
  name: 'transformers',
  description: 'a sound model of transformers.js, such as wav2vec or the audio side of CLAP',
  kind: 'audio',
  options: transformersOptions,
  async open(chosen) {
    const model = await TransformersModel.open('AutoProcessor', chosen);
    const { sampling_rate: sampleRate } = (model.prepare.feature_extractor?.config ?? {}) as { sampling_rate?: number };
    if (sampleRate === undefined) {
      throw new CmgError('the model does not declare its sample rate', {
        kind: 'usage',
        where: chosen.model ?? '',
        hint: "Its preprocessor_config.json must contain 'sampling_rate'; is it an audio model?",
      });
    }
    const describe = async (samples: Float32Array) => meanVector(await model.run((await model.prepare(samples)) as object));
    const { length } = await describe(new Float32Array(sampleRate));
    return {
      format: { kind: 'audio', sampleRate },
      featureShape: [length],
      fingerprint: model.fingerprint,
      extract: ({ segments }) => describeSegments(segments, describe),
      dispose: () => model.dispose(),
    };
  },
};
