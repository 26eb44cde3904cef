import { CmgError, type MediaKind, type PerModality } from '@cmg/core';
import { dirname, resolve } from 'node:path';
import { isTextFile } from '../decode/is-text-file.js';
import type { ClipRow, PlacedRow } from '../manifest/clip-row.js';

/**
 * What a clip's row names for a modality. A picture in the column `image` is used for `video`, and without an audio column the sound is
 * that of the video file.
 */
export function clipSource({ sources }: ClipRow, modality: string): string | undefined {
  const standIns: PerModality<string | undefined> = { video: sources['image'], audio: sources['video'] };
  return sources[modality] ?? standIns[modality];
}

/**
 * The media of a clip: an absolute file path or a text per modality.
 *
 * @param kinds of media, per requested modality
 * @param partial whether it may lack some of them, which are then left out
 * @throws CmgError if the row lacks one of them, or all
 */
export function clipMedia(row: PlacedRow, manifest: string, kinds: PerModality<MediaKind>, partial = false): PerModality<string> {
  const media = Object.entries(kinds).flatMap(([modality, kind]) => {
    const source = clipSource(row, modality);
    if (source === undefined && partial) return [];
    if (source === undefined) throw new CmgError(`clip '${row.id}' has no ${modality}`, { where: row.where });
    return [[modality, kind === 'text' && !isTextFile(source) ? source : resolve(dirname(manifest), source)]];
  });
  if (media.length > 0) return Object.fromEntries(media) as PerModality<string>;
  throw new CmgError(`clip '${row.id}' has none of ${Object.keys(kinds).join(', ')}`, { where: row.where });
}
