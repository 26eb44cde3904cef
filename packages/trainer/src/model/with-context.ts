import type { EncoderContext, ForwardContext } from '@cmg/core';
import * as tf from '@tensorflow/tfjs';

/** A part of a modality that maps segments: x [B, T, ...] -> [B, T, ...]. */
interface Part<X extends tf.Tensor> {
  apply(x: tf.Tensor, context: ForwardContext): X;
}

/**
 * The part with a shorter reach over time, whatever it is made of: it is given each segment as a clip of its own (`none`, [B T, 1, ...]),
 * or each with its neighbours (`{window: w}`, [B T, w, ...], of which the one in the middle is taken; at a clip's ends the first and
 * the last segment are repeated). So attention and recurrence that see the clip see no further, and codes keep to their segment.
 */
export function withContext<X extends tf.Tensor, P extends Part<X>>(part: P, context: EncoderContext): P {
  if (context === 'clip') return part;
  const reach = context === 'none' ? 1 : context.window;
  const apply = (x: tf.Tensor, forward: ForwardContext): X => {
    const [batch, segments, ...rest] = x.shape as [number, number, ...number[]];
    const y = part.apply(windows(x, reach).reshape([batch * segments, reach, ...rest]), forward);
    const middle = reach === 1 ? y : y.slice([0, (reach - 1) / 2], [-1, 1]);
    return middle.reshape<X>([batch, segments, ...y.shape.slice(2)]);
  };
  return { ...part, apply };
}

/** Each segment with its neighbours, [B, T, ...] -> [B, T w, ...]. */
function windows(x: tf.Tensor, reach: number): tf.Tensor {
  if (reach === 1) return x;
  const segments = x.shape[1] as number;
  const at = (i: number) => Math.floor(i / reach) + (i % reach) - (reach - 1) / 2;
  const rows = Int32Array.from({ length: segments * reach }, (_, i) => Math.min(segments - 1, Math.max(0, at(i))));
  return tf.gather(x, tf.tensor1d(rows, 'int32'), 1);
}
