import type { PredictedEvent } from '@cmg/core';
import { predictClips } from '@cmg/tasks';
import { encodeRows } from '../encoding/encode-rows.js';
import type { Features } from '../features/feature-source.js';
import { withRunFeatures } from '../features/run-features.js';
import { checkModality } from '../runs/open-run.js';
import type { OpenHead } from './open-head.js';

/** What a head recognises in one clip. */
export interface ClipPrediction {
  /** Its id in the manifest; its number in an array, from 0 on. */
  readonly clip: string | number;
  readonly events: readonly PredictedEvent[];
}

/**
 * What a head recognises in clips of any modality of its run, whichever it was trained on.
 *
 * @param features [N, T, ...]
 *
 * @example
 * const head = await openHead('heads/classification-text-seed-0');
 * const clips = await predict(head, 'video', 'video.npy');
 * head.dispose();
 */
export async function predict({ run, head }: OpenHead, modality: string, features: Features): Promise<ClipPrediction[]> {
  checkModality(run, modality);
  return withRunFeatures(run, modality, features, async (source) => {
    const predictions: ClipPrediction[] = [];
    const { shape, rows } = encodeRows(run, modality, source, 'indices');
    for await (const indices of rows) {
      const [, segments = 1, levels = 1] = shape;
      const codes = { data: indices as Int32Array, shape: [indices.length / (segments * levels), segments, levels] };
      const clips = await predictClips(head, codes);
      const first = predictions.length;
      predictions.push(...clips.map((events, i) => ({ clip: source.ids?.[first + i] ?? first + i, events })));
    }
    return predictions;
  });
}
