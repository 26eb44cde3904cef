import { CmgError, type MediaKind, type PerModality } from '@cmg/core';
import { dirname, resolve } from 'node:path';
import { isTextFile } from '../decode/is-text-file.js';
import type { PlacedRow } from '../manifest/clip-row.js';

/**
 * The media of a clip: an absolute file path or a text per modality. A picture in the column `image` is used for
 * `video`, and without an audio column the sound is that of the video file.
 *
 * @param kinds of media, per requested modality
 * @throws CmgError if the row lacks one of them
 */
export function clipMedia(row: PlacedRow, manifest: string, kinds: PerModality<MediaKind>): PerModality<string> {
  const { video, image } = row.sources;
  const standIns: PerModality<string | undefined> = { video: image, audio: video };
  return Object.fromEntries(
    Object.entries(kinds).map(([modality, kind]) => {
      const source = row.sources[modality] ?? standIns[modality];
      if (source === undefined) throw new CmgError(`clip '${row.id}' has no ${modality}`, { where: row.where });
      return [modality, kind === 'text' && !isTextFile(source) ? source : resolve(dirname(manifest), source)];
    }),
  );
}
