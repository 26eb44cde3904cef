import type { NdArray } from '@cmg/core';

/** Which classes each segment has: 1 or 0, [N, T, W]. */
export interface EventMask {
  readonly data: Uint8Array;
  readonly clips: number;
  readonly segments: number;
  /** W. */
  readonly width: number;
}

/** 1 where a value of [N, T, W] is above the threshold. For logits, 0 is a probability of one half. */
export function eventMask({ data, shape }: NdArray<Float32Array>, threshold: number): EventMask {
  const [clips = 0, segments = 0, width = 0] = shape;
  return { data: Uint8Array.from(data, (value) => (value > threshold ? 1 : 0)), clips, segments, width };
}

/** Consecutive segments [begin, end). */
export interface Run {
  readonly begin: number;
  readonly end: number;
}

/** Where a clip has a class: its runs of consecutive segments, in order. */
export function runsOf({ data, segments, width }: EventMask, clip: number, column: number): Run[] {
  const runs: Run[] = [];
  for (let t = 0, begin = -1; t <= segments; t++) {
    const present = t < segments && data[(clip * segments + t) * width + column] === 1;
    if (present && begin < 0) begin = t;
    if (!present && begin >= 0) {
      runs.push({ begin, end: t });
      begin = -1;
    }
  }
  return runs;
}
