import type { Pictures } from '@cmg/core';
import { z } from 'zod';
import type { ClipSplit, ClipTable } from './clip-table.js';

/** The option `missing` of every reader of files. Configs from before it was there are the same data, so it has no default that is written down. */
export const missingOption = z
  .enum(['error', 'skip'])
  .exactOptional()
  .describe(
    'a clip of which a file is not there: an error (default), or it is left out (skip); data check says how many are left of each class',
  );

/** What is there of a table. */
export interface PresentClips {
  readonly table: ClipTable;
  /** The clips that are kept, by their numbers in the whole split; absent for a split of which all are there. */
  readonly kept: Readonly<Record<string, readonly number[]>>;
}

/**
 * A table without the clips of which a file of their own is not there: features in any modality, labels, pictures.
 *
 * @param isThere whether a file is; tables and files that all clips share are not asked for
 */
export function presentClips(table: ClipTable, isThere: (file: string) => boolean): PresentClips {
  const shared = new Set(table.files);
  const kept: Record<string, readonly number[]> = {};
  for (const [name, split] of Object.entries(table.splits)) {
    const clips = Array.from({ length: split.clips }, (_, clip) => clip).filter((clip) =>
      filesOf(split, clip).every((file) => shared.has(file) || isThere(file)),
    );
    if (clips.length < split.clips) kept[name] = clips;
  }
  if (Object.keys(kept).length === 0) return { table, kept };
  const splits = Object.entries(table.splits).map(([name, split]) => [name, part(split, table.segments, kept[name])]);
  return {
    kept,
    table: {
      ...table,
      splits: Object.fromEntries(splits) as ClipTable['splits'],
      ...(table.pictures && { pictures: picturesOf(table.pictures, kept) }),
    },
  };
}

/** `12 of 40 clips of train`, for each split that lacks some. */
export const leftOutText = ({ splits }: ClipTable, kept: PresentClips['kept']): string[] =>
  Object.entries(kept).map(([name, clips]) => {
    const total = splits[name]?.clips ?? 0;
    return `${total - clips.length} of ${total} clips of ${name}`;
  });

/** The files of a clip, its own and those that it shares. */
export const filesOf = ({ locate, companions }: ClipSplit, clip: number): string[] => [
  ...Object.values(locate).map((of) => of(clip).file),
  ...(companions?.(clip) ?? []),
];

function part(split: ClipSplit, segments: number, kept: readonly number[] | undefined): ClipSplit {
  if (kept === undefined) return split;
  const { origin, locate, labels, recordings, companions } = split;
  const whole = (clip: number) => kept[clip] as number;
  const rows = <Values extends Int32Array | Uint8Array>(values: Values, width: number): Values => {
    const out = values.slice(0, kept.length * width) as Values;
    kept.forEach((from, to) => out.set(values.subarray(from * width, (from + 1) * width), to * width));
    return out;
  };
  const perModality = <Values extends Int32Array | Uint8Array>(
    all: Readonly<Record<string, Values>>,
    widthOf: (values: Values) => number,
  ) => Object.fromEntries(Object.entries(all).map(([modality, values]) => [modality, rows(values, widthOf(values))]));
  return {
    clips: kept.length,
    origin: (clip) => origin(whole(clip)),
    locate: Object.fromEntries(Object.entries(locate).map(([modality, of]) => [modality, (clip: number) => of(whole(clip))])),
    ...(companions && { companions: (clip: number) => companions(whole(clip)) }),
    ...(recordings && { recordings: perModality(recordings, () => 1) }),
    ...(labels && {
      labels: async (fingerprint?: string) => {
        const { clipClasses, segmentClasses, events } = await labels(fingerprint, kept);
        return {
          clipClasses: rows(clipClasses, 1),
          segmentClasses: perModality(segmentClasses, () => segments),
          ...(events && { events: perModality(events, ({ length }) => length / split.clips) }),
        };
      },
    }),
  };
}

function picturesOf(pictures: Pictures, kept: PresentClips['kept']): Pictures {
  const whole = (split: string, rows: ArrayLike<number>) => Array.from(rows, (row) => kept[split]?.[row] ?? row);
  return {
    shape: pictures.shape,
    masked: pictures.masked,
    frames: (split, rows, count) => pictures.frames(split, whole(split, rows), count),
    masks: (split, rows, count) => pictures.masks(split, whole(split, rows), count),
  };
}
