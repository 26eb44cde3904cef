import { CmgError } from '@cmg/core';
import type { PredictedEvent } from '@cmg/core';
import { predictClips } from '@cmg/tasks';
import type { Features, FeatureSource } from '../features/feature-source.js';
import type { OnLeftOut } from '../features/left-out.js';
import { withRunFeatures } from '../features/run-features.js';
import { untilAborted } from '../interruptible.js';
import { checkModality } from '../runs/open-run.js';
import { headInputs } from './head-inputs.js';
import type { OpenHead } from './open-head.js';

export interface PredictOptions {
  /** Aborted: it throws the signal's reason. */
  readonly signal?: AbortSignal;
  /** Told of clips. */
  readonly onProgress?: (done: number, total: number) => void;
  /** Told of unknown columns of a manifest, of features at another scale, and of what they lack, such as words that are unknown. */
  readonly onNote?: (note: string) => void;
  /**
   * Told of clips of a manifest that cannot be read or encoded, and why: they have no prediction. Without it the first of them ends it; where no
   * clip is left, its error is thrown all the same.
   */
  readonly onLeftOut?: OnLeftOut;
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
  { run, head, reads, description }: OpenHead,
  modality: string,
  features: Features,
  options: PredictOptions = {},
): Promise<ClipPrediction[]> {
  checkModality(run, modality);
  const recognise = async (source: FeatureSource) => {
    const predictions: ClipPrediction[] = [];
    let first = 0;
    const [total = 0] = source.shape;
    const batches = headInputs(run, reads, modality, source);
    const knows = run.components.tasks.get(description.task).readsPresent === true;
    for await (const { codes, vectors } of options.signal ? untilAborted(batches, options.signal) : batches) {
      if (!knows && codes.data.includes(-1)) throw endsEarly(description.task, source.where);
      const clips = await predictClips(head, codes, vectors);
      for (const [i, events] of clips.entries()) {
        const row = first + i;
        if (source.leftOut?.has(row) !== true) predictions.push({ clip: source.ids?.[row] ?? row, events });
      }
      first += clips.length;
      options.onProgress?.(first, total);
    }
    return predictions;
  };
  return withRunFeatures(run, modality, features, recognise, options);
}

const endsEarly = (task: string, where: string | undefined): CmgError =>
  new CmgError(`a head of ${task} takes every segment for one that is there, but some clips end early`, {
    kind: 'usage',
    ...(where !== undefined && { where }),
    hint: 'Take a head of classification, open-set or retrieval, or clips of one length.',
  });
