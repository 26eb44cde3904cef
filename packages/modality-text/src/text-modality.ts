import type { ModalityPlugin } from '@cmg/core';
import { bidirectionalLstm, transformerEncoder, vectorDecoder, vectorSpecificEncoder, vectorWidth } from '@cmg/nn';
import { type TextOptions, textOptions } from './text-options.js';

/**
 * Text: one word vector per segment.
 *
 * The front end h = BiLSTM(x), [B, T, F] -> [B, T, 2 lstmWidth], is trained with the rest; both encoders read h and the decoder
 * rebuilds it (the reconstruction objective decides whether that target carries a gradient); without layers of it h = x. Then as audio: z by affine
 * map and transformer layers over T, [B, T, D]; s = relu(affine(h)), [B, T, S]; h^ = affine(concat[affine(q), s]).
 * Only dropout differs between training and inference. The paper, section 3.2.
 */
export const textModality: ModalityPlugin<TextOptions> = {
  name: 'text',
  description: 'one word vector per segment: bidirectional LSTM, affine map and transformer over the segments',
  options: textOptions,
  features: { axes: ['F'], description: 'word vectors (BERT: F = 768), one word per segment' },
  createFrontEnd({ lstmWidth, lstmLayers }, { parameters, featureShape }) {
    const inputWidth = vectorWidth(featureShape, parameters.path);
    if (lstmLayers === 0) return { featureShape, apply: (x) => x };
    return { featureShape: [2 * lstmWidth], apply: bidirectionalLstm(parameters, inputWidth, lstmWidth, lstmLayers) };
  },
  createSemanticEncoder({ heads, feedForward, layers, dropout, sharedLayers }, { parameters, width, featureShape }) {
    const inputWidth = vectorWidth(featureShape, parameters.path);
    return { apply: transformerEncoder(parameters, { inputWidth, width, heads, feedForward, layers, dropout, sharedLayers }) };
  },
  createSpecificEncoder: ({ specificWidth }, build) => vectorSpecificEncoder(build, specificWidth),
  createDecoder: (_options, build) => vectorDecoder(build),
};
