import type { PerModality } from '@cmg/core';

/** How clips of any length are fitted to T segments. */
export const LENGTHS = ['pad', 'resample', 'window', 'own'] as const;

/**
 * - `pad`: repeats the last segment, or cuts what is beyond T, as in the published features of AVE;
 * - `resample`: segment t is the mean of the interval [t N/T, (t+1) N/T) of the clip's N segments;
 * - `window`: one clip for every T segments; the last one is padded;
 * - `own`: cuts what is beyond T, and leaves shorter clips as they are, each modality of its own length.
 */
export type Length = (typeof LENGTHS)[number];

/** Features of one modality of a clip, [segments, size]. */
export interface Timeline {
  readonly data: Float32Array;
  readonly segments: number;
  /** Whether its segments are seconds of the clip; words are not. */
  readonly timed: boolean;
}

/** T segments of a clip. */
export interface Window {
  /** [T, size] per modality; with `own` as many segments as it has, at most T. */
  readonly features: PerModality<Float32Array>;
  /** Maps a second of the clip to segments, from 0 to T. */
  readonly place: (second: number) => number;
}

/**
 * Fits all modalities of a clip to T segments. The longest of those with a time axis determines the clip's length; a text
 * is cut or padded to each window, unless it is the only modality.
 */
export function fitClip(clip: PerModality<Timeline>, segments: number, length: Length): Window[] {
  const entries = Object.entries(clip);
  const timed = entries.filter(([, timeline]) => timeline.timed);
  const duration = Math.max(...(timed.length > 0 ? timed : entries).map(([, timeline]) => timeline.segments));
  const windows = length === 'window' ? Math.ceil(duration / segments) : 1;
  const scale = length === 'resample' ? segments / duration : 1;
  return Array.from({ length: windows }, (_, window) => ({
    features: Object.fromEntries(
      entries.map(([name, timeline]) => {
        if (length === 'resample') return [name, resampled(timeline, segments)];
        const from = timeline.timed || timed.length === 0 ? window * segments : 0;
        return [name, padded(timeline, length === 'own' ? Math.min(segments, timeline.segments) : segments, from)];
      }),
    ),
    place: (second) => Math.min(segments, Math.max(0, (second - window * segments) * scale)),
  }));
}

/** Rows `from` to `from + count`; past the end, the last row is repeated. */
function padded({ data, segments }: Timeline, count: number, from: number): Float32Array {
  const size = data.length / segments;
  const out = new Float32Array(count * size);
  for (let t = 0; t < count; t++) {
    const row = Math.min(from + t, segments - 1);
    out.set(data.subarray(row * size, (row + 1) * size), t * size);
  }
  return out;
}

/** Row t is the mean over [t N/T, (t+1) N/T): rows that lie partly in it count partly. */
function resampled({ data, segments }: Timeline, count: number): Float32Array {
  const size = data.length / segments;
  const out = new Float32Array(count * size);
  const stretch = segments / count;
  for (let t = 0; t < count; t++) {
    const [begin, end] = [t * stretch, (t + 1) * stretch];
    for (let row = Math.floor(begin); row < Math.min(Math.ceil(end), segments); row++) {
      const share = (Math.min(end, row + 1) - Math.max(begin, row)) / stretch;
      for (let i = 0; i < size; i++) out[t * size + i]! += share * data[row * size + i]!;
    }
  }
  return out;
}
