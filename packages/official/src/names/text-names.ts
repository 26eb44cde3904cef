import { mergeNames, officialLayer, officialLstm, officialTransformer, type PartNames } from './official-name.js';

/** @param layers of the transformer and of the LSTM; the official code has 2 of each. */
export function textNames(layers = 2, lstmLayers = 2): PartNames {
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
