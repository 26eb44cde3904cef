import { type Labels, perModality } from '@cmg/core';

/** Labels where every modality has the same classes per segment. */
export function sameLabels(clipClasses: Int32Array, segments: Int32Array, modalities: readonly string[]): Labels {
  return { clipClasses, segmentClasses: perModality(modalities, () => segments) };
}

/** Labels where every segment is of its clip's class. */
export function wholeClipLabels(classes: readonly number[], segments: number, modalities: readonly string[]): Labels {
  const clips = Int32Array.from(classes);
  return sameLabels(clips, Int32Array.from({ length: clips.length * segments }, (_, i) => clips[Math.floor(i / segments)] as number), modalities);
}
