import * as tf from '@tensorflow/tfjs';
import type { Backbone } from '../backbone.js';
import { imageNetInput } from './image-net-input.js';
import type { Layer, TorchLayers } from './torch-layers.js';

/** Of normalisation in blocks and after stages; that of patches and reduced keys is PyTorch's default. */
const EPSILON = 1e-6;
const TORCH_EPSILON = 1e-5;

/**
 * Pyramid Vision Transformer v2 of any size (B0 to B5, not the linear variant) under timm's names; depths, widths and
 * reductions are those of the weights, and a head of attention is as wide as the first stage. Levels: the outputs of its
 * four stages, of strides 4 to 32. Nothing is dropped, in training neither.
 *
 * Wang et al. 2022, "PVT v2: Improved Baselines with Pyramid Vision Transformer", section 3.
 */
export function pvtV2(layers: TorchLayers, channels: number): Backbone {
  const input = imageNetInput(channels);
  const widths = [0, 1, 2, 3].map((stage) => layers.shape(`stages.${stage}.norm.weight`)[0] as number);
  const headWidth = widths[0] as number;
  const stages = widths.map((_, i) => {
    const embed = i === 0 ? patches(layers, 'patch_embed', 4) : patches(layers, `stages.${i}.downsample`, 2);
    const blocks = Array.from({ length: layers.count(`stages.${i}.blocks`) }, (_, b) =>
      block(layers, `stages.${i}.blocks.${b}`, headWidth),
    );
    const normalise = layers.layerNorm(`stages.${i}.norm`, EPSILON);
    return (x: tf.Tensor) => normalise(blocks.reduce((y, apply) => apply(y), embed(x)));
  });
  return {
    widths,
    apply(pictures) {
      let x: tf.Tensor = input(pictures);
      return stages.map((stage) => (x = stage(x)) as tf.Tensor4D);
    },
  };
}

/** Overlapping patches. */
function patches(layers: TorchLayers, name: string, stride: number): Layer {
  const kernel = layers.shape(`${name}.proj.weight`)[2] as number;
  const project = layers.conv(`${name}.proj`, { stride, padding: Math.floor(kernel / 2) });
  const normalise = layers.layerNorm(`${name}.norm`, TORCH_EPSILON);
  return (x) => normalise(project(x));
}

function block(layers: TorchLayers, name: string, headWidth: number): Layer {
  const [first, second] = [layers.layerNorm(`${name}.norm1`, EPSILON), layers.layerNorm(`${name}.norm2`, EPSILON)];
  const attend = attention(layers, `${name}.attn`, headWidth);
  const [widen, mix, narrow] = [layers.linear(`${name}.mlp.fc1`), layers.depthwise(`${name}.mlp.dwconv`), layers.linear(`${name}.mlp.fc2`)];
  return (x) => {
    const y = tf.add(x, attend(first(x)));
    return tf.add(y, narrow(gelu(mix(widen(second(y))))));
  };
}

/** Attention of all cells over the cells of a reduced picture, [N, H, W, C] -> the same shape. */
function attention(layers: TorchLayers, name: string, headWidth: number): Layer {
  const [query, keyValue, out] = [layers.linear(`${name}.q`), layers.linear(`${name}.kv`), layers.linear(`${name}.proj`)];
  const reduce = layers.has(`${name}.sr.weight`) ? reduction(layers, name) : (x: tf.Tensor) => x;
  return (x) => {
    const [count, , , width] = x.shape as [number, number, number, number];
    const heads = width / headWidth;
    const q = query(x).reshape([count, -1, heads, headWidth]).transpose([0, 2, 1, 3]);
    const kv = keyValue(reduce(x)).reshape([count, -1, 2, heads, headWidth]).transpose([2, 0, 3, 1, 4]);
    const [k, v] = tf.unstack(kv) as [tf.Tensor, tf.Tensor];
    const weights = tf.softmax(tf.matMul(tf.mul(q, 1 / Math.sqrt(headWidth)), k, false, true));
    return out(tf.matMul(weights, v).transpose([0, 2, 1, 3]).reshape(x.shape));
  };
}

function reduction(layers: TorchLayers, name: string): Layer {
  const shrink = layers.conv(`${name}.sr`, { stride: layers.shape(`${name}.sr.weight`)[2] as number });
  const normalise = layers.layerNorm(`${name}.norm`, TORCH_EPSILON);
  return (x) => normalise(shrink(x));
}

const gelu: Layer = (x) => tf.mul(tf.mul(x, 0.5), tf.add(tf.erf(tf.mul(x, Math.SQRT1_2)), 1));
