import { mergeNames, officialLayer, officialTransformer, type PartNames } from './official-name.js';

/** @param layers of the transformer; the official code has 2 (and an unused template, `audio_self_att.encoder_layer`). */
export function audioNames(layers = 2): PartNames {
  const decoder = (path: string, name: string) => officialLayer({ module: 'decoder', path, name: `Audio_decoder.${name}` });
  return {
    semanticEncoder: officialTransformer({ module: 'encoder', path: '', name: 'audio_self_att' }, layers),
    specificEncoder: officialLayer({ module: 'encoder', path: 'affine', name: 'Audio_encoder.audio_linear' }),
    decoder: mergeNames(decoder('code', 'audio_linear'), decoder('output', 'audio_rec')),
  };
}
