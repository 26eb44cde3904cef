import { CmgError } from '@cmg/core';
import type { ArrayFiles } from '@cmg/datasets';
import type { PlacedRow } from '@cmg/media';
import { dirname, resolve } from 'node:path';
import { datasetsPackage } from './datasets-package.js';
import { allOf, type FeatureSource, gather } from './feature-source.js';
import { LeftOut } from './left-out.js';
import { OwnLengths } from './own-lengths.js';
import type { FeatureWatch } from './run-features.js';

/** A manifest whose rows name files of features. */
export interface FeatureManifest {
  readonly file: string;
  readonly rows: readonly PlacedRow[];
  /** The column. */
  readonly modality: string;
  /** T, where clips keep their own lengths; otherwise it is that of the first, and all have it, but those whose segments the manifest counts. */
  readonly most?: number | undefined;
}

/**
 * The files of features of a manifest's rows, each [T, ...], in its order.
 *
 * @throws CmgError where one is missing or has another shape than the first, unless `onLeftOut` is told of it; where none can be read
 */
export async function withManifestFeatures<T>(
  { file, rows, modality, most }: FeatureManifest,
  use: (source: FeatureSource) => Promise<T>,
  { signal, onLeftOut }: FeatureWatch,
): Promise<T> {
  const { ArrayFiles, holdsSeveral } = await datasetsPackage(file);
  const files = new ArrayFiles();
  const locate = ({ id, sources, where }: PlacedRow) => {
    const source = sources[modality];
    if (source === undefined) throw new CmgError(`does not name a file for '${modality}'`, { kind: 'usage', where });
    const path = resolve(dirname(file), source);
    return holdsSeveral(path) ? { file: path, name: id } : { file: path };
  };
  const read = async (row: PlacedRow) => files.read({ ...locate(row), ...(row.segments && { rows: row.segments }) });
  try {
    const ids = rows.map(({ id }) => id);
    const leftOut = onLeftOut && new LeftOut(ids, onLeftOut);
    const [first = 0, ...segment] = await firstShape(rows, (row) => files.read(locate(row)), leftOut);
    const clip = [most ?? first, ...segment];
    const counted = rows.some(({ segments }) => segments !== undefined);
    const own = most === undefined && !counted ? undefined : new OwnLengths(rows.length, most ?? first);
    return await use({
      shape: [rows.length, ...clip],
      where: file,
      ids,
      lengths: own?.lengths,
      leftOut,
      batches: (clips, range = allOf([rows.length])) =>
        gather(
          range,
          clips,
          clip,
          async (i) => {
            const row = rows[i] as PlacedRow;
            const { shape, data } = await read(row);
            if (own !== undefined && shape.slice(1).join() === segment.join()) return own.fit(i, data, shape[0] as number);
            if (shape.join() === clip.join()) return data;
            const what = `${modality} has shape [${shape.join(', ')}], that of the first clip [${clip.join(', ')}]`;
            throw new CmgError(what, { kind: 'usage', where: row.where });
          },
          { leftOut, signal },
        ),
    });
  } finally {
    await files.close();
  }
}

/** The shape of the first clip that can be read. */
async function firstShape(
  rows: readonly PlacedRow[],
  read: (row: PlacedRow) => ReturnType<ArrayFiles['read']>,
  leftOut: LeftOut | undefined,
): Promise<readonly number[]> {
  for (const [i, row] of rows.entries()) {
    try {
      return (await read(row)).shape;
    } catch (error) {
      if (leftOut === undefined || !(error instanceof CmgError)) throw error;
      leftOut.add(i, error);
    }
  }
  leftOut?.expectSome();
  return [];
}
