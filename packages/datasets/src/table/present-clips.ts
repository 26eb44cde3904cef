import type { PerModality, Pictures } from '@cmg/core';
import { z } from 'zod';
import type { Locator } from '../arrays/locator.js';
import type { ClipSplit, ClipTable } from './clip-table.js';
import type { FindingReporter } from './finding-reporter.js';

/** The option `missing` of every reader of files. Configs from before it was there are the same data, so it has no default that is written down. */
export const missingOption = z
  .enum(['error', 'skip', 'partial'])
  .exactOptional()
  .describe(
    'a clip of which a file is not there: an error (default), it is left out (skip), or takes part in the modalities that it has (partial); ' +
      'data check says how many are left of each class',
  );

export type Missing = z.infer<typeof missingOption>;

/** What is there of a table. */
export interface PresentClips {
  readonly table: ClipTable;
  /** The clips that are kept, by their numbers in the whole split; absent for a split of which all are there. */
  readonly kept: Readonly<Record<string, readonly number[]>>;
  /** Of the clips that are kept, those that lack a modality, by their numbers among them. */
  readonly lacking: Readonly<Record<string, PerModality<readonly number[]>>>;
}

/**
 * A table without the clips of which a file of their own is not there: labels, pictures, and features, in any modality, or (`partial`) in all.
 *
 * @param isThere whether a file is; tables and files that all clips share are not asked for
 */
export function presentClips(whole: ClipTable, isThere: (file: string) => boolean, missing: Missing): PresentClips {
  const table = missing === 'partial' ? withoutAbsent(whole, isThere) : whole;
  const shared = new Set(table.files);
  const has = (file: string) => shared.has(file) || isThere(file);
  const kept: Record<string, readonly number[]> = {};
  for (const [name, split] of Object.entries(table.splits)) {
    const clips = Array.from({ length: split.clips }, (_, clip) => clip).filter((clip) => {
      const features = Object.values(split.locate).map((of) => of(clip));
      const enough = missing === 'partial' ? features.some((of) => of !== undefined) : !features.includes(undefined);
      return enough && filesOf(split, clip).every(has);
    });
    if (clips.length < split.clips) kept[name] = clips;
  }
  if (Object.keys(kept).length === 0) return { table, kept, lacking: lackingOf(table) };
  const splits = Object.entries(table.splits).map(([name, split]) => [name, part(split, table.segments, kept[name])]);
  const rest: ClipTable = {
    ...table,
    splits: Object.fromEntries(splits) as ClipTable['splits'],
    ...(table.pictures && { pictures: picturesOf(table.pictures, kept) }),
  };
  return { kept, table: rest, lacking: lackingOf(rest) };
}

/** The table with clips that lack a modality of which the file is not there. */
function withoutAbsent(table: ClipTable, isThere: (file: string) => boolean): ClipTable {
  const shared = new Set(table.files);
  const found = (from: Locator | undefined) => (from !== undefined && (shared.has(from.file) || isThere(from.file)) ? from : undefined);
  const splits = Object.entries(table.splits).map(([name, split]) => {
    const locate = Object.entries(split.locate).map(([modality, of]) => [modality, (clip: number) => found(of(clip))]);
    return [name, { ...split, locate: Object.fromEntries(locate) as ClipSplit['locate'] }];
  });
  return { ...table, splits: Object.fromEntries(splits) as ClipTable['splits'] };
}

function lackingOf({ splits }: ClipTable): PresentClips['lacking'] {
  const all = Object.entries(splits).map(([name, { clips, locate }]) => {
    const found = Object.entries(locate).flatMap(([modality, of]) => {
      const lacking = Array.from({ length: clips }, (_, clip) => clip).filter((clip) => of(clip) === undefined);
      return lacking.length === 0 ? [] : [[modality, lacking] as const];
    });
    return [name, Object.fromEntries(found)] as const;
  });
  return Object.fromEntries(all.filter(([, found]) => Object.keys(found).length > 0));
}

/** Reports each clip that lacks a modality, where none may. */
export function reportLacking(table: ClipTable, report: FindingReporter): void {
  for (const [name, modalities] of Object.entries(lackingOf(table))) {
    const of = new Map<number, string[]>();
    for (const [modality, clips] of Object.entries(modalities)) for (const clip of clips) of.set(clip, [...(of.get(clip) ?? []), modality]);
    for (const [clip, names] of of) {
      const where = (table.splits[name] as ClipSplit).origin(clip);
      const hint = 'missing: partial lets a clip take part in what it has, missing: skip leaves it out.';
      report.error(where, `has no ${names.join(', ')}, which other clips of its split have`, hint);
    }
  }
}

/** `2 of 40 clips of train have no audio`, for each split and modality that some clips lack. */
export const lackingText = ({ table, lacking }: PresentClips): string[] =>
  Object.entries(lacking).flatMap(([name, modalities]) =>
    Object.entries(modalities).map(
      ([modality, clips]) => `${clips.length} of ${table.splits[name]?.clips ?? 0} clips of ${name} have no ${modality}`,
    ),
  );

/** `12 of 40 clips of train`, for each split that lacks some. */
export const leftOutText = ({ splits }: ClipTable, kept: PresentClips['kept']): string[] =>
  Object.entries(kept).map(([name, clips]) => {
    const total = splits[name]?.clips ?? 0;
    return `${total - clips.length} of ${total} clips of ${name}`;
  });

/** The files of a clip, its own and those that it shares. */
export const filesOf = ({ locate, companions }: ClipSplit, clip: number): string[] => [
  ...Object.values(locate).flatMap((of) => of(clip)?.file ?? []),
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
