import { mergeNames, officialLayer, officialLstm, type OfficialNames, officialTransformer } from '@cmg/nn';

/** Where the official code keeps the text parameters: path within a part -> module and name of the checkpoint. */
export interface OfficialTextNames {
  readonly frontEnd: OfficialNames;
  readonly semanticEncoder: OfficialNames;
  readonly specificEncoder: OfficialNames;
  readonly decoder: OfficialNames;
}

/** @param layers of the transformer and of the LSTM; the official code has 2 of each. */
export function officialTextNames(layers = 2, lstmLayers = 2): OfficialTextNames {
  const decoder = (path: string, name: string) => officialLayer({ module: 'decoder', path, name: `Text_decoder.${name}` });
  return {
    frontEnd: mergeNames(
      officialLstm({ module: 'text_bilstm', path: 'forward', name: '' }, lstmLayers),
      officialLstm({ module: 'text_bilstm', path: 'backward', name: '' }, lstmLayers, '_reverse'),
    ),
    semanticEncoder: officialTransformer({ module: 'encoder', path: '', name: 'text_self_att' }, layers),
    specificEncoder: officialLayer({ module: 'encoder', path: 'affine', name: 'Text_encoder.text_linear' }),
    decoder: mergeNames(decoder('code', 'text_linear'), decoder('output', 'text_rec')),
  };
}
