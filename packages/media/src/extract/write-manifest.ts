import { writeFileAtomic } from '@cmg/formats';
import { join } from 'node:path';
import { manifestText } from '../manifest/manifest-text.js';
import type { ExtractOptions } from './extract-folder.js';
import type { FinishedClip } from './journal.js';

/** Of features.json. */
const FORMAT = 2;

/** Writes what makes a data set of a folder of features: `features.json`, how they were made, and `manifest.csv`, these clips in their order. */
export async function writeManifest(
  { folder, extractors, segments, length }: ExtractOptions,
  clips: readonly FinishedClip[],
): Promise<void> {
  const modalities = Object.entries(extractors).map(([name, { use, options, from, session }]) => {
    const { fingerprint, featureShape } = session;
    return [name, { use, options, ...(from && { from }), fingerprint, featureShape }];
  });
  const features = { format: FORMAT, segments, length, modalities: Object.fromEntries(modalities) as object };
  await writeFileAtomic(join(folder, 'features.json'), `${JSON.stringify(features, null, 2)}\n`);
  const rows = clips.flatMap((clip) => clip.rows);
  await writeFileAtomic(join(folder, 'manifest.csv'), manifestText(rows, Object.keys(extractors)));
}
