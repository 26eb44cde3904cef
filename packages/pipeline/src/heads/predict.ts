import type { PredictedEvent } from '@cmg/core';
import { predictClips } from '@cmg/tasks';
import { encodeRows } from '../encoding/encode-rows.js';
import type { Features, FeatureSource } from '../features/feature-source.js';
import { withRunFeatures } from '../features/run-features.js';
import { untilAborted } from '../interruptible.js';
import { checkModality } from '../runs/open-run.js';
import type { OpenHead } from './open-head.js';

export interface PredictOptions {
  /** Aborted: it throws the signal's reason. */
  readonly signal?: AbortSignal;
  /** Told of clips. */
  readonly onProgress?: (done: number, total: number) => void;
  /** Told of unknown columns of a manifest, of features at another scale, and of what they lack, such as words that are unknown. */
  readonly onNote?: (note: string) => void;
}

/** What a head recognises in one clip. */
export interface ClipPrediction {
  /** Its id in the manifest; a file's own name; its number in an array, from 0 on. */
  readonly clip: string | number;
  readonly events: readonly PredictedEvent[];
}

/**
 * What a head recognises in clips of any modality of its run, whichever it was trained on.
 *
 * @param features [N, T, ...], or raw media, which are extracted as the run's data was
 *
 * @example
 * const head = await openHead('heads/classification-text-seed-0');
 * const clips = await predict(head, 'video', 'video.npy'); // or 'bell.mp4', or a manifest: 'clips.csv'
 * head.dispose();
 */
export async function predict(
  { run, head }: OpenHead,
  modality: string,
  features: Features,
  options: PredictOptions = {},
): Promise<ClipPrediction[]> {
  checkModality(run, modality);
  const recognise = async (source: FeatureSource) => {
    const predictions: ClipPrediction[] = [];
    const { shape, rows } = encodeRows(run, modality, source, 'indices');
    for await (const indices of options.signal ? untilAborted(rows, options.signal) : rows) {
      const [, segments = 1, levels = 1] = shape;
      const codes = { data: indices as Int32Array, shape: [indices.length / (segments * levels), segments, levels] };
      const clips = await predictClips(head, codes);
      const first = predictions.length;
      predictions.push(...clips.map((events, i) => ({ clip: source.ids?.[first + i] ?? first + i, events })));
      options.onProgress?.(predictions.length, shape[0] as number);
    }
    return predictions;
  };
  return withRunFeatures(run, modality, features, recognise, options);
}
