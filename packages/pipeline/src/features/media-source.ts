import { CmgError, type MediaKind } from '@cmg/core';
import { clipMedia, featurize, NoteTally, openExtractor, type OpenExtractor, type PlacedRow } from '@cmg/media';
import { statSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { loadExtractor } from '../extraction/load-extractor.js';
import type { Run } from '../runs/open-run.js';
import { allOf, type FeatureSource, gather } from './feature-source.js';
import { LeftOut } from './left-out.js';
import { OwnLengths } from './own-lengths.js';
import type { FeatureWatch } from './run-features.js';
import { extractorOf, openRunData } from './run-data.js';

/** Clips in a batch: few enough that progress is seen and an interrupt need not wait. */
const BATCH = 16;

/** Clips of raw media. */
export interface MediaClips {
  /** Where they are listed; a single file is in no manifest. */
  readonly manifest?: string;
  readonly rows: readonly PlacedRow[];
}

/** A file, or for text words themselves, as a clip that is named after it. */
export const singleClip = (modality: string, media: string): MediaClips => ({
  rows: [{ id: media, split: '', sources: { [modality]: media }, where: media }],
});

/**
 * Raw media as features of the kind that a run was trained on: made by the extractor of its data, at its scale, T segments long or, where
 * its clips keep their own lengths, at most T. Clips
 * are extracted as they are read.
 *
 * @throws CmgError where the run's data cannot be opened or does not say how its features were made
 */
export async function withMedia<T>(
  run: Pick<Run, 'openDataset' | 'components'>,
  modality: string,
  clips: MediaClips,
  use: (source: FeatureSource) => Promise<T>,
  { signal, onNote, onLeftOut }: FeatureWatch,
): Promise<T> {
  const { manifest, rows } = clips;
  const where = manifest ?? (rows[0] as PlacedRow).where;
  const dataset = await openRunData(run, where);
  try {
    const made = extractorOf(dataset, modality, where);
    const extractor = await openExtractor(run.components.modalities.get(modality), made, loadExtractor);
    const notes = new NoteTally();
    try {
      const clip = [dataset.segments, ...extractor.session.featureShape];
      const own = dataset.length === 'own' ? new OwnLengths(rows.length, dataset.segments) : undefined;
      const read = async (row: PlacedRow, i: number) => {
        const lacks = new Set<string>();
        const source = sourceOf(row, modality, extractor, manifest);
        const { onset, offset } = row;
        const decoding = { ...(signal && { signal }), ...(onset !== undefined && { onset }), ...(offset !== undefined && { offset }) };
        const { data, shape } = await featurize(dataset, modality, source, extractor, { ...decoding, onNote: lacks.add.bind(lacks) });
        if (manifest === undefined) for (const note of lacks) onNote?.(note);
        else notes.add(lacks);
        return own?.fit(i, data, shape[1] as number) ?? data;
      };
      const ids = rows.map(({ id }) => id);
      const leftOut = manifest === undefined || onLeftOut === undefined ? undefined : new LeftOut(ids, onLeftOut);
      const result = await use({
        shape: [rows.length, ...clip],
        where,
        ids,
        lengths: own?.lengths,
        leftOut,
        batches: (count, range = allOf([rows.length])) =>
          gather(range, Math.min(count, BATCH), clip, (i) => placed(rows[i] as PlacedRow, manifest, (row) => read(row, i)), {
            jobs: availableParallelism(),
            leftOut,
            signal,
          }),
      });
      for (const note of notes.lines) onNote?.(note);
      return result;
    } finally {
      extractor.session.dispose();
    }
  } finally {
    await dataset.close();
  }
}

function sourceOf(row: PlacedRow, modality: string, { session }: OpenExtractor, manifest: string | undefined): string {
  const { kind } = session.format;
  // Paths of a manifest are relative to it, others to the current folder.
  const source = clipMedia(row, manifest ?? '.', { [modality]: kind })[modality] as string;
  if (manifest === undefined && isUnreadableText(source, kind)) {
    throw new CmgError('is a file, and neither .txt nor features', {
      kind: 'usage',
      where: source,
      hint: 'Give the words themselves, or a file of them that ends in .txt.',
    });
  }
  return source;
}

/** A name of a file that would be taken for words. */
const isUnreadableText = (source: string, kind: MediaKind): boolean =>
  kind === 'text' && !/\.txt$/i.test(source) && (statSync(source, { throwIfNoEntry: false })?.isFile() ?? false);

/** Names the clip of a manifest that cannot be read. */
async function placed<T>(row: PlacedRow, manifest: string | undefined, read: (row: PlacedRow) => Promise<T>): Promise<T> {
  try {
    return await read(row);
  } catch (cause) {
    if (manifest === undefined || !(cause instanceof CmgError) || cause.where === row.where) throw cause;
    throw new CmgError(`clip '${row.id}': ${cause.message}`, {
      kind: cause.kind,
      where: row.where,
      hint: 'Take the clip out of the manifest, or mend its file.',
      cause,
    });
  }
}
