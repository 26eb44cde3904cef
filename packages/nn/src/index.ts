export { expectShape, type ExpectedAxis } from './expect-shape.js';
export { guardedSqrt } from './gradient/guarded-sqrt.js';
export { stopGradient } from './gradient/stop-gradient.js';
export { straightThrough } from './gradient/straight-through.js';
export { withoutTape } from './gradient/without-tape.js';
export { constantInitializer, uniformInitializer } from './initializers.js';
export { conv2d, type Conv2dOptions } from './layers/conv2d.js';
export { convTranspose2d, type ConvTranspose2dOptions } from './layers/conv-transpose2d.js';
export { dropout } from './layers/dropout.js';
export { layerNorm } from './layers/layer-norm.js';
export { linear, type LinearOptions } from './layers/linear.js';
export { relu } from './layers/relu.js';
export { residualBlock, type ResidualVariant } from './layers/residual-block.js';
export { selfAttention } from './layers/self-attention.js';
export { softmax } from './layers/softmax.js';
export { transformerEncoder, type TransformerEncoderOptions } from './layers/transformer-encoder.js';
export { meanSquaredError } from './loss/mean-squared-error.js';
export { squaredDistances } from './loss/squared-distances.js';
export { importOfficial } from './official/import-official.js';
export {
  mergeNames,
  officialLayer,
  officialLstm,
  officialTransformer,
  type OfficialName,
  type OfficialNames,
  type OfficialPlace,
} from './official/official-name.js';
export { Adam, type AdamOptions } from './optimizer/adam.js';
export type { ClipOptions } from './optimizer/clip-coefficients.js';
export { vectorDecoder } from './parts/vector-decoder.js';
export { vectorSpecificEncoder } from './parts/vector-specific-encoder.js';
export { vectorWidth } from './parts/vector-width.js';
export { pretrainedLayer, type PretrainedLayer, type PretrainedNames, type PretrainedWeights } from './pretrained/pretrained-layer.js';
export { VggConvolutions } from './pretrained/vgg-convolutions.js';
export { bidirectionalLstm } from './recurrent/bidirectional-lstm.js';
export { lstmLayer } from './recurrent/lstm-layer.js';
export { stackedLstm } from './recurrent/stacked-lstm.js';
