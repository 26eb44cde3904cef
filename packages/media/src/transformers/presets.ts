import type { Extractor } from '@cmg/core';
import { z } from 'zod';
import { openAudio } from './audio-transformers.js';
import type { Recipe } from './recipe.js';
import { openText, type TextTransformersOptions } from './text-transformers.js';
import { transformersOptions } from './transformers-options.js';
import { frameOptions, openVideo } from './video-transformers.js';

/** Options of a preset: another export of the same model. */
const presetOptions = (model: string) =>
  transformersOptions.pick({ dtype: true, revision: true }).extend({
    model: z.string().min(1).default(model).describe('its id on the Hugging Face hub, or the folder of an export'),
  });

export type PresetOptions = z.infer<ReturnType<typeof presetOptions>>;

const videoOptions = (model: string) => presetOptions(model).extend(frameOptions);

export type VideoPresetOptions = z.infer<ReturnType<typeof videoOptions>>;

/** A model by its plain name: which export, which class and which of its outputs, and how it is pooled. */
interface Preset {
  readonly name: string;
  readonly description: string;
  readonly model: string;
  readonly class: string;
  readonly output: string;
  readonly recipe?: Recipe;
}

const sound = ({ name, description, recipe, model, class: type, output }: Preset): Extractor<PresetOptions, 'audio'> => ({
  name,
  description,
  kind: 'audio',
  options: presetOptions(model),
  open: (chosen) => openAudio({ ...chosen, class: type, output }, recipe),
});

const pictures = ({ name, description, recipe, model, class: type, output }: Preset): Extractor<VideoPresetOptions, 'video'> => ({
  name,
  description,
  kind: 'video',
  options: videoOptions(model),
  open: (chosen) => openVideo({ ...chosen, class: type, output }, recipe),
});

const words = (
  { name, description, recipe, model, class: type, output }: Preset,
  pooling: TextTransformersOptions['pooling'],
): Extractor<PresetOptions, 'text'> => ({
  name,
  description,
  kind: 'text',
  options: presetOptions(model),
  open: (chosen) => openText({ ...chosen, class: type, output, pooling }, recipe),
});

const CLIP = 'Xenova/clip-vit-base-patch32';
const SIGLIP = 'Xenova/siglip-base-patch16-224';
const CLAP = 'Xenova/clap-htsat-unfused';

/**
 * CLIP's projections of picture and sentence, unit vectors [512] that are compared by their cosine. Radford et al. 2021, "Learning
 * Transferable Visual Models From Natural Language Supervision"; `CLIPVisionModelWithProjection` in the docs of transformers.js.
 */
export const videoClip = pictures({
  name: 'clip',
  description: 'CLIP of transformers.js: a picture as a unit vector [512], near the sentences that tell of it',
  model: CLIP,
  class: 'CLIPVisionModelWithProjection',
  output: 'image_embeds',
  recipe: { unit: true },
});

/** See {@link videoClip}. */
export const textClip = words(
  {
    name: 'clip',
    description: 'CLIP of transformers.js: a text as one unit vector [512], near the pictures of it',
    model: CLIP,
    class: 'CLIPTextModelWithProjection',
    output: 'text_embeds',
    recipe: { unit: true },
  },
  'tokens',
);

/**
 * SigLIP's pooled outputs, unit vectors [768]. Its text is filled up to 64 tokens as in training, for the last one is the pooled one.
 * Zhai et al. 2023, "Sigmoid Loss for Language Image Pre-Training"; `SiglipTextModel` in the docs of transformers.js.
 */
export const videoSiglip = pictures({
  name: 'siglip',
  description: 'SigLIP of transformers.js: a picture as a unit vector [768], near the sentences that tell of it',
  model: SIGLIP,
  class: 'SiglipVisionModel',
  output: 'pooler_output',
  recipe: { unit: true },
});

/** See {@link videoSiglip}. */
export const textSiglip = words(
  {
    name: 'siglip',
    description: 'SigLIP of transformers.js: a text as one unit vector [768], near the pictures of it',
    model: SIGLIP,
    class: 'SiglipTextModel',
    output: 'pooler_output',
    recipe: { unit: true, padding: 'max_length' },
  },
  'tokens',
);

/**
 * CLAP's projections of sound and sentence, unit vectors [512]. It was trained on ten seconds; its processor repeats a second to fill them.
 * Wu et al. 2023, "Large-Scale Contrastive Language-Audio Pretraining"; `ClapAudioModelWithProjection` in the docs of transformers.js.
 */
export const audioClap = sound({
  name: 'clap',
  description: 'CLAP of transformers.js: a second of sound as a unit vector [512], near the sentences that tell of it',
  model: CLAP,
  class: 'ClapAudioModelWithProjection',
  output: 'audio_embeds',
  recipe: { unit: true },
});

/** See {@link audioClap}. */
export const textClap = words(
  {
    name: 'clap',
    description: 'CLAP of transformers.js: a text as one unit vector [512], near the sounds of it',
    model: CLAP,
    class: 'ClapTextModelWithProjection',
    output: 'text_embeds',
    recipe: { unit: true },
  },
  'tokens',
);

/**
 * wav2vec 2.0 as trained on 1,400 languages (MMS): the mean of a second's frames, as its heads for whole recordings take it, [1024].
 * Baevski et al. 2020, "wav2vec 2.0"; Pratap et al. 2023, "Scaling Speech Technology to 1,000+ Languages"; the model card of Xenova/mms-300m.
 */
export const audioWav2vec2 = sound({
  name: 'wav2vec2',
  description: 'wav2vec 2.0 of transformers.js: speech, the mean over the frames of a second, [1024]',
  model: 'Xenova/mms-300m',
  class: 'AutoModel',
  output: 'last_hidden_state',
});

/**
 * MiniLM: the mean over all tokens, those that begin and end the text too, as a unit vector [384]: the pooling on the model card of
 * sentence-transformers/all-MiniLM-L6-v2. Reimers and Gurevych 2019, "Sentence-BERT".
 */
export const textMinilm = words(
  {
    name: 'minilm',
    description: 'MiniLM of transformers.js: a sentence as one unit vector [384]',
    model: 'Xenova/all-MiniLM-L6-v2',
    class: 'AutoModel',
    output: 'last_hidden_state',
    recipe: { unit: true, specialTokens: true },
  },
  'mean',
);

/**
 * BERT: a vector [768] for each token of the text, without those that begin and end it. Its own pooled output is trained for
 * neighbouring sentences, and tells little of one. Devlin et al. 2019, "BERT: Pre-training of Deep Bidirectional Transformers".
 */
export const textBert = words(
  {
    name: 'bert',
    description: 'BERT of transformers.js: a vector [768] for each token of the text',
    model: 'Xenova/bert-base-uncased',
    class: 'AutoModel',
    output: 'last_hidden_state',
  },
  'tokens',
);
