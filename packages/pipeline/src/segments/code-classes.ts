import type { CodeSet } from '@cmg/tasks';

/** The codes of one modality's segments, and the class of each segment, -1 for background; none where segments have no classes. */
export interface LabelledCodes {
  readonly codes: Pick<CodeSet, 'size' | 'levels' | 'indices'>;
  readonly labels: Int32Array | undefined;
}

/** Segments on each code by class, [V][C + 1], background last; empty where no segment has a class. A segment of several codes counts for each, one that its clip lacks for none. */
export function codeClasses(all: readonly LabelledCodes[], classes: number): number[][] {
  const labelled = all.filter(({ labels }) => labels !== undefined);
  const counts = Array.from({ length: labelled[0]?.codes.size ?? 0 }, () => new Array<number>(classes + 1).fill(0));
  for (const {
    codes: { levels, indices },
    labels = new Int32Array(),
  } of labelled) {
    indices.forEach((code, i) => {
      if (code < 0) return;
      const label = labels[Math.floor(i / levels)] as number;
      const row = counts[code] as number[];
      row[label < 0 ? classes : label] = (row[label < 0 ? classes : label] as number) + 1;
    });
  }
  return counts;
}
