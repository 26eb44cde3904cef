import { type Dataset, forModality, presence, Random } from '@cmg/core';
import type { ReportSample } from '@cmg/report';
import { clipsAtATime } from '@cmg/tasks';
import * as tf from '@tensorflow/tfjs';
import type { Run } from '../runs/open-run.js';

/** Clips that segments are taken from, the same in all modalities of a split. */
const CLIPS = 200;
/** Most segments, over all modalities. */
const SEGMENTS = 900;
/** Most clips encoded at a time. */
const BATCH = 64;

/** Clips of one modality. */
export interface LabelledSplit {
  readonly modality: string;
  readonly split: string;
  /** Class of each segment, -1 for background; absent where segments have no classes. */
  readonly labels: Int32Array | undefined;
}

/**
 * Semantic features of some segments, of each class and of background equally many where there are enough. Which ones
 * depends on the splits alone, so that runs on the same data show the same segments.
 */
export async function sampleSegments(model: Run['model'], dataset: Dataset, all: readonly LabelledSplit[]): Promise<ReportSample> {
  const sample = { modalities: [] as string[], classes: [] as number[], semantic: [] as number[][] };
  for (const { modality, split, labels } of all) {
    const random = new Random(0).fork('segments', split);
    const clips = random.permutation(forModality(dataset.splits, split)).slice(0, CLIPS).sort();
    const classOf = (place: number) => {
      const [clip, t] = [clips[Math.floor(place / dataset.segments)] as number, place % dataset.segments];
      return labels?.[clip * dataset.segments + t] ?? -1;
    };
    const lengths = dataset.lengths?.(split, modality);
    const isThere = (place: number) =>
      lengths === undefined || place % dataset.segments < (lengths[clips[Math.floor(place / dataset.segments)] as number] as number);
    const count = clips.length * dataset.segments;
    const places = chooseEvenly(count, classOf, SEGMENTS / all.length, random.fork(modality)).filter(isThere);
    const features = await semanticOf(model, dataset, split, modality, clips);
    for (const place of places) {
      sample.modalities.push(modality);
      sample.classes.push(classOf(place));
      sample.semantic.push(
        [...features.subarray(place * model.width, (place + 1) * model.width)].map((value) => Number(value.toPrecision(4))),
      );
    }
  }
  return sample;
}

/** Of `count` places at most so many, shared out equally between the classes. */
function chooseEvenly(count: number, classOf: (place: number) => number, most: number, random: Random): number[] {
  const groups = new Map<number, number[]>();
  for (const place of random.permutation(count)) {
    const group = groups.get(classOf(place)) ?? [];
    groups.set(classOf(place), group);
    group.push(place);
  }
  const each = Math.max(1, Math.floor(most / groups.size));
  return [...groups.values()].flatMap((places) => places.slice(0, each)).sort((a, b) => a - b);
}

/** z of clips, [clips, T, D]. */
async function semanticOf(
  model: Run['model'],
  dataset: Dataset,
  split: string,
  modality: string,
  clips: Int32Array,
): Promise<Float32Array> {
  const { segments, featureShapes } = dataset;
  const all = new Float32Array(clips.length * segments * model.width);
  const step = clipsAtATime([segments, ...forModality(featureShapes, modality)], BATCH);
  for (let first = 0; first < clips.length; first += step) {
    const rows = clips.subarray(first, first + step);
    const { data, shape } = await dataset.read(split, modality, rows);
    const lengths = dataset.lengths?.(split, modality);
    const semantic = tf.tidy(() => {
      const those = lengths && rows.map((row) => lengths[row] as number);
      const present = those && tf.tensor2d(presence(those, segments), [rows.length, segments]);
      const context = present && { training: false, random: new Random(0), present };
      return model.semantic(modality, tf.tensor(data, [...shape], 'float32'), context);
    });
    try {
      all.set(await semantic.data(), first * segments * model.width);
    } finally {
      semantic.dispose();
    }
  }
  return all;
}
