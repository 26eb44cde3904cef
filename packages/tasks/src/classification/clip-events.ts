import { type ClipValues, type Dataset, inMemory, type Labels, type TaskSource } from '@cmg/core';
import type { SplitOption } from '../transfer/split-of.js';

/** Whether a clip of these splits, in any modality, shows several events: then clips are not told apart by one class each. */
export async function showsSeveral(dataset: Dataset, option: SplitOption): Promise<boolean> {
  const splits = new Set(typeof option === 'string' ? [option] : Object.values(option));
  for (const split of splits) {
    const labels = await dataset.labels(split);
    const modalities = new Set([...Object.keys(labels.events ?? {}), ...Object.keys(labels.segmentClasses)]);
    for (const modality of modalities) if (widest(shown(labels, dataset, [modality])) > 1) return true;
  }
  return false;
}

/**
 * The classes that each clip shows in a modality, anywhere: [C], 1 or 0. Where segments have no classes in this modality, those that the
 * clip shows in any other.
 */
export async function clipEvents({ dataset, split, modality }: Pick<TaskSource, 'dataset' | 'split' | 'modality'>): Promise<ClipValues> {
  const labels = await dataset.labels(split);
  const has = modality in labels.segmentClasses || modality in (labels.events ?? {});
  const { data, classes } = shown(labels, dataset, has ? [modality] : Object.keys(labels.segmentClasses));
  return inMemory({ data, shape: [labels.clipClasses.length, classes] });
}

interface Shown {
  /** [N, C], 1 or 0. */
  readonly data: Float32Array;
  readonly classes: number;
}

/** The classes that each clip shows in any of the modalities. */
function shown(labels: Labels, { classes: { length: classes }, segments }: Dataset, modalities: readonly string[]): Shown {
  const data = new Float32Array(labels.clipClasses.length * classes);
  for (const modality of modalities) {
    const [events, one] = [labels.events?.[modality], labels.segmentClasses[modality]];
    if (events !== undefined) {
      events.forEach((has, i) => {
        if (has === 1) data[Math.floor(i / (classes * segments)) * classes + (i % classes)] = 1;
      });
    } else {
      one?.forEach((label, i) => {
        if (label >= 0) data[Math.floor(i / segments) * classes + label] = 1;
      });
    }
  }
  return { data, classes };
}

/** The most classes of a clip. */
function widest({ data, classes }: Shown): number {
  let most = 0;
  for (let first = 0; first < data.length; first += classes) {
    most = Math.max(
      most,
      data.subarray(first, first + classes).reduce((sum, has) => sum + has, 0),
    );
  }
  return most;
}
