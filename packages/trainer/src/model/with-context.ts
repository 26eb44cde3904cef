import type { EncoderContext, ForwardContext } from '@cmg/core';
import * as tf from '@tensorflow/tfjs';

/** A part of a modality that maps segments: x [B, T, ...] -> [B, T, ...]. */
interface Part<X extends tf.Tensor> {
  apply(x: tf.Tensor, context: ForwardContext): X;
}

/**
 * The part with a shorter reach over time, whatever it is made of: it is given each segment as a clip of its own (`none`, [B T, 1, ...]),
 * or each with its neighbours (`{window: w}`, [B T, w, ...], of which the one in the middle is taken; at a clip's ends the first and
 * the last segment are repeated). So attention and recurrence that see the clip see no further, and codes keep to their segment. A clip that
 * ends before T ends with its own last segment.
 */
export function withContext<X extends tf.Tensor, P extends Part<X>>(part: P, context: EncoderContext): P {
  if (context === 'clip') return part;
  const reach = context === 'none' ? 1 : context.window;
  const apply = (x: tf.Tensor, forward: ForwardContext): X => {
    const [batch, segments, ...rest] = x.shape as [number, number, ...number[]];
    const { present, ...whole } = forward;
    const ended = present === undefined || reach === 1 ? x : lastRepeated(x, present);
    const y = part.apply(windows(ended, reach).reshape([batch * segments, reach, ...rest]), whole);
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

/** x [B, T, ...] with the last segment of each clip in place of all after it. */
function lastRepeated(x: tf.Tensor, present: tf.Tensor2D): tf.Tensor {
  const [batch, segments] = present.shape;
  const perSegment = (of: tf.Tensor) => of.reshape([batch, segments, ...Array<number>(x.rank - 2).fill(1)]);
  const next = tf.concat([present.slice([0, 1], [batch, segments - 1]), tf.zeros([batch, 1])], 1);
  const last = tf.sum(tf.mul(x, perSegment(tf.sub(present, next))), 1, true);
  return tf.add(tf.mul(x, perSegment(present)), tf.mul(last, perSegment(tf.sub(1, present))));
}
