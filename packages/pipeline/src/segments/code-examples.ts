import { type Dataset, Random } from '@cmg/core';
import type { ReportExample, ReportMedia } from '@cmg/report';
import type { CodeSet } from '@cmg/tasks';
import { mediaFiles } from './media-files.js';

const EXAMPLES = 6;

/** Codes of one modality's segments. */
export interface ExampleCodes {
  readonly codes: CodeSet;
  /** Class of each segment, -1 for background; absent where segments have no classes. */
  readonly labels: Int32Array | undefined;
}

/**
 * Segments that share a code across modalities: of codes that several modalities use most evenly, at most one for each main class, one
 * segment of each modality, drawn at random, so that what does not belong shows too. None if the data has no media.
 *
 * @param all codes of each modality's held-out segments, and the class of each segment
 * @param counts segments on each code by class, background last; empty without labels
 */
export async function codeExamples(
  dataset: Dataset,
  all: readonly ExampleCodes[],
  counts: readonly (readonly number[])[],
): Promise<ReportExample[]> {
  if (dataset.media === undefined) return [];
  const examples: ReportExample[] = [];
  for (const code of sharedCodes(
    all.map(({ codes }) => codes),
    counts,
  )) {
    const segments: ReportExample['segments'][number][] = [];
    for (const { codes: set, labels } of all) {
      const place = anyPlace(set, code);
      if (place === undefined) continue;
      const [clip, segment] = [Math.floor(place / set.segments), place % set.segments];
      const media = await mediaOf(dataset, set, clip, segment);
      const label = labels?.[place] ?? -1;
      if (media !== undefined) segments.push({ modality: set.modality, clip, segment, class: label, media });
    }
    if (segments.length > 1) examples.push({ code, segments });
    if (examples.length === EXAMPLES) break;
  }
  return examples;
}

/** Codes of two modalities at least, the most evenly used first, one for each main class; that of background comes last. */
function sharedCodes(sets: readonly CodeSet[], counts: readonly (readonly number[])[]): number[] {
  const uses = sets.map((set) => {
    const rates = new Float64Array(set.size);
    for (let i = 0; i < set.indices.length; i += set.levels) {
      const code = set.indices[i] as number;
      if (code >= 0) rates[code]! += set.levels / set.indices.length;
    }
    return rates;
  });
  const ranked = Array.from({ length: sets[0]?.size ?? 0 }, (_, code) => {
    const rates = uses.map((rate) => rate[code] as number).filter((rate) => rate > 0);
    const row = counts[code];
    const main = row && row.indexOf(Math.max(...row));
    return { code, users: rates.length, least: Math.min(...rates), main, background: row !== undefined && main === row.length - 1 };
  })
    .filter(({ users }) => users > 1)
    .sort((a, b) => Number(a.background) - Number(b.background) || b.users - a.users || b.least - a.least);
  return ranked
    .filter(({ main }, i) => main === undefined || ranked.findIndex((other) => other.main === main) === i)
    .map(({ code }) => code);
}

/** One of the segments whose first code it is. */
function anyPlace({ modality, levels, indices }: CodeSet, code: number): number | undefined {
  const places: number[] = [];
  for (let i = 0; i < indices.length; i += levels) if (indices[i] === code) places.push(i / levels);
  return places.length === 0 ? undefined : new Random(0).fork('examples', modality, code).pick(places);
}

/** A word with the clip's other words around it. */
async function mediaOf(
  dataset: Dataset,
  { split, modality, segments }: CodeSet,
  clip: number,
  segment: number,
): Promise<ReportMedia | undefined> {
  const media = await dataset.media?.(split, modality, clip, segment);
  if (media === undefined || media.kind !== 'words') return media && mediaFiles(media);
  const words = await Promise.all(
    Array.from({ length: segments }, async (_, t) => {
      const other = await dataset.media?.(split, modality, clip, t);
      return other?.kind === 'words' ? other.text : '';
    }),
  );
  return { kind: 'words', before: words.slice(0, segment).join(' '), text: media.text, after: words.slice(segment + 1).join(' ') };
}
