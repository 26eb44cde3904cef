import { mergeNames, officialLayer, type OfficialNames, officialTransformer } from '@cmg/nn';

/** Where the official code keeps the audio parameters: path within a part -> module and name of the checkpoint. */
export interface OfficialAudioNames {
  readonly semanticEncoder: OfficialNames;
  readonly specificEncoder: OfficialNames;
  readonly decoder: OfficialNames;
}

/** @param layers of the transformer; the official code has 2 (and an unused template, `audio_self_att.encoder_layer`). */
export function officialAudioNames(layers = 2): OfficialAudioNames {
  const decoder = (path: string, name: string) => officialLayer({ module: 'decoder', path, name: `Audio_decoder.${name}` });
  return {
    semanticEncoder: officialTransformer({ module: 'encoder', path: '', name: 'audio_self_att' }, layers),
    specificEncoder: officialLayer({ module: 'encoder', path: 'affine', name: 'Audio_encoder.audio_linear' }),
    decoder: mergeNames(decoder('code', 'audio_linear'), decoder('output', 'audio_rec')),
  };
}
