import { CmgError, type Extractor, type ExtractorSession } from '@cmg/core';
import { openSoundSession } from './open-session.js';
import { meanVector } from './pooling.js';
import { type Recipe, scaled } from './recipe.js';
import { TransformersModel } from './transformers-model.js';
import { transformersOptions, type TransformersOptions } from './transformers-options.js';

/** A sound model of transformers.js: [F] per second, the mean over the model's own frames. CLAP: F = 512. */
export const audioTransformers: Extractor<TransformersOptions, 'audio'> = {
  name: 'transformers',
  description: 'a sound model of transformers.js, such as wav2vec or the audio side of CLAP',
  kind: 'audio',
  options: transformersOptions,
  open: (chosen) => openAudio(chosen),
};

/** @throws CmgError of kind `usage` where the model cannot be loaded or is none of sound */
export async function openAudio(chosen: TransformersOptions, recipe: Recipe = {}): Promise<ExtractorSession<'audio'>> {
  const model = await TransformersModel.open('AutoProcessor', chosen);
  const { sampling_rate: sampleRate } = (model.prepare.feature_extractor?.config ?? {}) as { sampling_rate?: number };
  if (sampleRate === undefined) {
    model.dispose();
    throw new CmgError('the model does not declare its sample rate', {
      kind: 'usage',
      where: chosen.model ?? '',
      hint: "Its preprocessor_config.json must contain 'sampling_rate'; is it an audio model?",
    });
  }
  return openSoundSession(model, sampleRate, async (samples) => {
    const data = meanVector(await model.run((await model.prepare(samples)) as object));
    return scaled({ shape: [data.length], data }, recipe).data;
  });
}
