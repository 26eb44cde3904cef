import type { PerModality } from '@cmg/core';

/**
 * The share of clips whose most frequent code is the same in all modalities; among equally frequent codes the lowest counts.
 * Multiplied by the number of clips it is the official code's `equal_num`. Plain arrays, for logs and reports.
 *
 * @param indices the code of each segment, clip after clip, per modality: [N * T]
 * @param segments T
 */
export function clipAgreement(indices: PerModality<ArrayLike<number>>, segments: number): number {
  const modes = Object.values(indices).map((codes) => modeOfClips(codes, segments));
  const [first, ...rest] = modes;
  if (first === undefined || first.length === 0) return 0;
  return first.filter((mode, clip) => rest.every((other) => other[clip] === mode)).length / first.length;
}

function modeOfClips(codes: ArrayLike<number>, segments: number): number[] {
  return Array.from({ length: codes.length / segments }, (_, clip) => {
    const counts = new Map<number, number>();
    for (let t = 0; t < segments; t++) {
      const code = codes[clip * segments + t] as number;
      counts.set(code, (counts.get(code) ?? 0) + 1);
    }
    const most = Math.max(...counts.values());
    return Math.min(...[...counts].filter(([, count]) => count === most).map(([code]) => code));
  });
}
