import { CmgError } from '@cmg/core';
import type { PlacedRow } from '@cmg/media';
import { dirname, resolve } from 'node:path';
import { datasetsPackage } from './datasets-package.js';
import { type FeatureSource, gather } from './feature-source.js';

/**
 * The files of features of a manifest's rows, each [T, ...], in its order.
 *
 * @throws CmgError where one is missing or has another shape than the first
 */
export async function withManifestFeatures<T>(
  file: string,
  rows: readonly PlacedRow[],
  modality: string,
  use: (source: FeatureSource) => Promise<T>,
): Promise<T> {
  const { ArrayFiles, holdsSeveral } = await datasetsPackage(file);
  const files = new ArrayFiles();
  const locate = ({ id, sources, where }: PlacedRow) => {
    const source = sources[modality];
    if (source === undefined) throw new CmgError(`does not name a file for '${modality}'`, { kind: 'usage', where });
    const path = resolve(dirname(file), source);
    return holdsSeveral(path) ? { file: path, name: id } : { file: path };
  };
  try {
    const { shape: clip } = await files.read(locate(rows[0] as PlacedRow));
    return await use({
      shape: [rows.length, ...clip],
      where: file,
      ids: rows.map(({ id }) => id),
      batches: (clips) =>
        gather(rows.length, clips, clip, async (i) => {
          const row = rows[i] as PlacedRow;
          const { shape, data } = await files.read(locate(row));
          if (shape.join() === clip.join()) return data;
          const what = `${modality} has shape [${shape.join(', ')}], that of the first clip [${clip.join(', ')}]`;
          throw new CmgError(what, { kind: 'usage', where: row.where });
        }),
    });
  } finally {
    await files.close();
  }
}
