import { CmgError, type PerModality } from '@cmg/core';
import { encodeNpy, fileNameOf, writeFileAtomic } from '@cmg/formats';
import { join } from 'node:path';
import { type DecodeOptions, decodeMedia } from '../decode/decode-media.js';
import type { Length, Timeline, Window } from '../length/fit-clip.js';
import type { ClipRow } from '../manifest/clip-row.js';
import { hashOf } from './content-key.js';
import type { FinishedClip } from './journal.js';
import type { OpenExtractor } from './open-extractor.js';

/** The settings shared by all clips of a folder. */
export interface ClipSettings {
  readonly extractors: PerModality<OpenExtractor>;
  /** T. */
  readonly segments: number;
  readonly length: Length;
}

/**
 * Features of a clip's media, as many segments as each has.
 *
 * @param options the time of the clip's event, and the abort signal
 * @param onNote told what the features lack
 * @throws CmgError if the media cannot be read or have nothing to extract
 */
export async function clipTimelines(
  media: PerModality<string>,
  extractors: PerModality<OpenExtractor>,
  options: DecodeOptions,
  onNote?: (note: string) => void,
): Promise<PerModality<Timeline>> {
  const timelines: [string, Timeline][] = [];
  for (const [modality, source] of Object.entries(media)) {
    const { session, use } = extractors[modality] as OpenExtractor;
    const data = await session.extract(await decodeMedia(source, session.format, options), (note) => onNote?.(`${modality}: ${note}`));
    const segments = data.length / session.featureShape.reduce((a, b) => a * b, 1);
    const wrong = data.findIndex((value) => !Number.isFinite(value));
    if (wrong >= 0) {
      const where = Math.floor((wrong * segments) / data.length);
      throw new CmgError(`the extractor '${use}' gave values that are no finite numbers, the first in segment ${where}`, { where: source });
    }
    if (segments === 0) throw new CmgError(`the extractor '${use}' found nothing to extract features from`, { where: source });
    timelines.push([modality, { data, segments, timed: session.format.kind !== 'text' }]);
  }
  return Object.fromEntries(timelines);
}

/**
 * Writes `<modality>/<id>.npy` per modality (`<id>@0.npy`, ... if there are several windows), and returns the clip's new rows and the
 * hashes of its files.
 */
export async function writeClip(
  folder: string,
  row: ClipRow,
  windows: readonly Window[],
  { extractors }: Pick<ClipSettings, 'extractors'>,
): Promise<Pick<FinishedClip, 'rows' | 'files'>> {
  const rows: ClipRow[] = [];
  const files: [string, string][] = [];
  for (const [i, { features, place }] of windows.entries()) {
    const [id, name] = windows.length === 1 ? [row.id, fileNameOf(row.id)] : [`${row.id}@${i}`, `${fileNameOf(row.id)}@${i}`];
    const sources: [string, string][] = [];
    for (const [modality, data] of Object.entries(features)) {
      const { featureShape } = (extractors[modality] as OpenExtractor).session;
      const file = `${modality}/${name}.npy`;
      const segments = data.length / featureShape.reduce((a, b) => a * b, 1);
      const content = encodeNpy({ shape: [segments, ...featureShape], data });
      await writeFileAtomic(join(folder, file), content);
      files.push([file, hashOf(...content)]);
      sources.push([modality, file]);
    }
    rows.push({ id, ...eventOf(row, place), sources: Object.fromEntries(sources) });
  }
  return { rows, files: Object.fromEntries(files) };
}

/**
 * Split and label of a window, and the bounds of the event in its segments. A window outside the event has no label and
 * goes to a separate split, so that it does not count as an example of the class.
 */
function eventOf({ split, label, onset, offset }: ClipRow, place: Window['place']): Pick<ClipRow, 'split' | 'label' | 'onset' | 'offset'> {
  const named = { split, ...(label !== undefined && { label }) };
  if (onset === undefined && offset === undefined) return named;
  const [from, to] = [place(onset ?? 0), place(offset ?? Infinity)];
  return from < to ? { ...named, onset: from, offset: to } : { split: `${split}-background` };
}
