import { type Labels, perModality } from '@cmg/core';

/**
 * Labels where every modality has the same classes per segment.
 *
 * @param clipClasses class of each clip, [N]
 * @param segmentClasses class of each segment, [N * T]; -1 is background
 */
export function sameLabels(clipClasses: Int32Array, segmentClasses: Int32Array, modalities: readonly string[]): Labels {
  return { clipClasses, segmentClasses: perModality(modalities, () => segmentClasses) };
}

/**
 * Labels where every segment is of its clip's class, in every modality.
 *
 * @param classes class of each clip, [N]
 * @param segments T
 */
export function wholeClipLabels(classes: readonly number[], segments: number, modalities: readonly string[]): Labels {
  const clips = Int32Array.from(classes);
  return sameLabels(
    clips,
    Int32Array.from({ length: clips.length * segments }, (_, i) => clips[Math.floor(i / segments)] as number),
    modalities,
  );
}
