import { forModality, type Labels } from '@cmg/core';
import type { CodeSet } from '@cmg/tasks';

/** Segments on each code by class, [V][C + 1], background last. A segment of several codes counts for each of them. */
export function codeClasses(sets: readonly CodeSet[], { segmentClasses }: Labels, classes: number): number[][] {
  const counts = Array.from({ length: sets[0]?.size ?? 0 }, () => new Array<number>(classes + 1).fill(0));
  for (const { modality, levels, indices } of sets) {
    const labels = forModality(segmentClasses, modality);
    indices.forEach((code, i) => {
      const label = labels[Math.floor(i / levels)] as number;
      const row = counts[code] as number[];
      row[label < 0 ? classes : label] = (row[label < 0 ? classes : label] as number) + 1;
    });
  }
  return counts;
}
