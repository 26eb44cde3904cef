import { mergeNames, officialLayer, officialTransformer, type PartNames } from './official-name.js';

/**
 * @param width D: the official decoder's first transposed convolution has the taps of q' in its first D rows, then those of s.
 * @param specificWidth S.
 * @param layers of the transformer; the official code has 2.
 */
export function videoNames(width: number, specificWidth: number, layers = 2): PartNames {
  const pooling = (path: string, name: string, leaves?: readonly string[]) =>
    officialLayer({ module: 'encoder', path: `pooling/${path}`, name: `video_semantic_encoder.${name}` }, leaves);
  const encoder = (path: string, name: string, leaves?: readonly string[]) =>
    officialLayer({ module: 'encoder', path, name: `Video_encoder.${name}` }, leaves);
  const decoder = (path: string, name: string, leaves?: readonly string[]) =>
    officialLayer({ module: 'decoder', path, name: `Video_decoder.${name}` }, leaves);
  const expand1 = { module: 'decoder', name: 'Video_decoder.inverse_conv_block.0.weight' };
  return {
    semanticEncoder: mergeNames(
      pooling('gate/in', 'se_layer.0', ['weight']),
      pooling('gate/out', 'se_layer.2', ['weight']),
      pooling('cell', 'affine_video_self'),
      pooling('mean', 'affine_video_ave'),
      pooling('score', 'ave_v_att'),
      officialTransformer({ module: 'encoder', path: '', name: 'video_self_att' }, layers),
    ),
    specificEncoder: mergeNames(
      encoder('conv1', 'conv_stack.0'),
      encoder('conv2', 'conv_stack.2'),
      encoder('conv3', 'conv_stack.4'),
      encoder('residual/conv3', 'conv_stack.5.stack.0.res_block.1', ['weight']),
      encoder('residual/conv1', 'conv_stack.5.stack.0.res_block.3', ['weight']),
      encoder('club/in', 'feed_forward.0'),
      encoder('club/out', 'feed_forward.2'),
    ),
    decoder: mergeNames(
      decoder('code', 'video_linear'),
      new Map([
        ['expand1/code/weight', { ...expand1, rows: [0, width] }],
        ['expand1/specific/weight', { ...expand1, rows: [width, width + specificWidth] }],
      ]),
      decoder('expand1/specific', 'inverse_conv_block.0', ['bias']),
      decoder('residual/conv3', 'inverse_conv_block.1.stack.0.res_block.1', ['weight']),
      decoder('residual/conv1', 'inverse_conv_block.1.stack.0.res_block.3', ['weight']),
      decoder('expand2', 'inverse_conv_block.2'),
      decoder('output', 'inverse_conv_block.4'),
    ),
  };
}
