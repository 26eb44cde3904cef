import type { ForwardContext, ParameterScope } from '@cmg/core';
import * as tf from '@tensorflow/tfjs';
import { expectShape } from '../expect-shape.js';
import { dropout } from './dropout.js';
import { layerNorm } from './layer-norm.js';
import { linear } from './linear.js';
import { relu } from './relu.js';
import { selfAttention } from './self-attention.js';

export interface TransformerEncoderOptions {
  /** Width of the input; if given, an affine map to `width` comes first (parameters `affine`). */
  readonly inputWidth?: number;
  /** D. */
  readonly width: number;
  /** Default 4; must divide the width. */
  readonly heads?: number;
  /** Hidden width of the feed-forward part; default 1024. */
  readonly feedForward?: number;
  /** Default 2. */
  readonly layers?: number;
  /** Rate on attention weights, attention output and both feed-forward maps, in training; default 0.1. */
  readonly dropout?: number;
  /** Whether attention and feed-forward maps are those of all encoders in the scope's tree that share theirs; default false. */
  readonly sharedLayers?: boolean;
}

type Layer = (x: tf.Tensor3D, context: ForwardContext) => tf.Tensor3D;

/**
 * A stack of transformer encoder layers over the segments of a clip, [B, T, inputWidth or width] -> [B, T, width], without
 * positional encoding. Each layer normalises after adding (post-LayerNorm):
 * h = norm1(x + attention(x)); y = norm2(h + linear2(relu(linear1(h)))).
 *
 * Parameters: `affine`, and per layer `layers/<i>/` `attention/in`, `attention/out`, `linear1`, `linear2`, `norm1`, `norm2`.
 * Vaswani et al. 2017, section 3.1; the paper's semantic encoders, section 3.2.
 *
 * With `sharedLayers`, encoders of several modalities have one transformer: attention and feed-forward maps are
 * `transformer/layers/<i>/...` of the tree's root, whoever makes them first, while `affine` and the layer norms remain each encoder's
 * own. You et al. 2022, "Learning Visual Representation from Modality-Shared Contrastive Language-Image Pre-training" (MS-CLIP).
 *
 * @throws CmgError if heads do not divide the width, x has another shape, or layers to be shared differ in size.
 */
export function transformerEncoder(
  scope: ParameterScope,
  options: TransformerEncoderOptions,
): (x: tf.Tensor, context: ForwardContext) => tf.Tensor3D {
  const { inputWidth, width, layers = 2 } = options;
  const affine = inputWidth === undefined ? undefined : linear(scope.child('affine'), inputWidth, width);
  const maps = options.sharedLayers ? scope.shared('transformer') : scope;
  const place = (root: ParameterScope, i: number) => root.child('layers').child(i);
  const stack = Array.from({ length: layers }, (_, i) => encoderLayer(place(scope, i), place(maps, i), options));
  return (x, context) => {
    expectShape(x, ['B', 'T', inputWidth ?? width], scope.path);
    const start = (affine === undefined ? x : affine(x)) as tf.Tensor3D;
    return stack.reduce((hidden, layer) => layer(hidden, context), start);
  };
}

/** @param maps where attention and feed-forward maps are, which may be shared */
function encoderLayer(scope: ParameterScope, maps: ParameterScope, options: TransformerEncoderOptions): Layer {
  const { width, heads = 4, feedForward = 1024, dropout: rate = 0.1 } = options;
  const attention = selfAttention(maps.child('attention'), width, heads, rate, `${scope.path}/attention`);
  const linear1 = linear(maps.child('linear1'), width, feedForward);
  const linear2 = linear(maps.child('linear2'), feedForward, width);
  const norm1 = layerNorm(scope.child('norm1'), width);
  const norm2 = layerNorm(scope.child('norm2'), width);
  return (x, context) => {
    const drop = (value: tf.Tensor, place: string) => dropout(value, rate, context, `${scope.path}/${place}`);
    const attended = norm1(tf.add(x, drop(attention(x, context), 'attention')));
    const inner = drop(relu(linear1(attended)), 'linear1');
    return norm2(tf.add(attended, drop(linear2(inner), 'linear2'))) as tf.Tensor3D;
  };
}
