import { CmgError, type Head, type NdArray, type PredictedEvent, Random } from '@cmg/core';
import * as tf from '@tensorflow/tfjs';
import { applyToBatch } from '../transfer/apply-head.js';

/** Clips at a time. */
const BATCH = 256;

/**
 * The events that a head recognises in each clip.
 *
 * @param codes of the clips, [N, T, L]; T is that of these clips, not of those that trained the head: what a head says of events
 *   holds for clips of any length
 * @param vectors of the clips, [N, T, W], where the head reads more than codes
 * @throws CmgError where the head's outputs are no events, or it reads more than codes.
 */
export async function predictClips(
  head: Head,
  { data: indices, shape: [, segments = 1, levels = 1] }: NdArray<Int32Array>,
  vectors?: NdArray<Float32Array>,
): Promise<PredictedEvent[][]> {
  if (head.predict === undefined) throw new CmgError('this head recognises no events that could be listed', { kind: 'usage' });
  const events: PredictedEvent[][] = [];
  const clip = segments * levels;
  for (let first = 0; first < indices.length; first += BATCH * clip) {
    const codes = indices.subarray(first, first + BATCH * clip);
    const batch = {
      indices: { data: codes, shape: [codes.length / clip, segments, levels] },
      ...(vectors && { vectors: clipsOf(vectors, first / clip, codes.length / clip) }),
    };
    const outputs = tf.tidy(() => applyToBatch(head, batch, { training: false, random: new Random(0) }));
    const data = (await outputs.data()) as Float32Array;
    outputs.dispose();
    events.push(...head.predict({ data, shape: outputs.shape }));
  }
  return events;
}

/** Some clips of an array. */
function clipsOf({ data, shape: [, ...of] }: NdArray<Float32Array>, first: number, clips: number): NdArray<Float32Array> {
  const size = of.reduce((product, n) => product * n, 1);
  return { data: data.subarray(first * size, (first + clips) * size), shape: [clips, ...of] };
}
