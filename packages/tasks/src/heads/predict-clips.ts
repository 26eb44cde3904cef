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
 * @throws CmgError where the head's outputs are no events, or it reads more than codes.
 */
export async function predictClips(
  head: Head,
  { data: indices, shape: [, segments = 1, levels = 1] }: NdArray<Int32Array>,
): Promise<PredictedEvent[][]> {
  if (head.predict === undefined) throw new CmgError('this head recognises no events that could be listed', { kind: 'usage' });
  const events: PredictedEvent[][] = [];
  const clip = segments * levels;
  for (let first = 0; first < indices.length; first += BATCH * clip) {
    const codes = indices.subarray(first, first + BATCH * clip);
    const shape = [codes.length / clip, segments, levels];
    const outputs = tf.tidy(() => applyToBatch(head, { indices: { data: codes, shape } }, { training: false, random: new Random(0) }));
    const data = (await outputs.data()) as Float32Array;
    outputs.dispose();
    events.push(...head.predict({ data, shape: outputs.shape }));
  }
  return events;
}
