import { writeFileAtomic } from '@cmg/formats';
import { join } from 'node:path';
import { collectRun, type SharedContent } from './collect-run.js';
import { Hub } from './hub.js';
import { newFolder } from './new-folder.js';
import { placeOf } from './place.js';
import { MANIFEST, manifestOf, partsOf, type SharedFile } from './shared-files.js';

export interface PushOptions extends SharedContent {
  /** Of a repository that is made for it; default: false. */
  readonly private?: boolean;
  /** Of the commit; default: `Upload NAME`. */
  readonly message?: string | undefined;
}

export interface PushedRun {
  /** The address of the repository, or the folder. */
  readonly where: string;
  /** Paths in it. */
  readonly files: readonly string[];
  readonly bytes: number;
}

/**
 * Shares a run with a model card.
 *
 * @param folder the run's
 * @param target `hf:USER/NAME`, which is made if it is not there, or a folder that is not there yet
 * @throws CmgError where there is no run or no such checkpoint, a head belongs to another, the folder is there, or the hub refuses
 *
 * @example
 * await pushRun('runs/mine', 'hf:me/mine', { heads: 'heads', licence: 'cc-by-4.0' });
 */
export async function pushRun(
  folder: string,
  target: string,
  { private: hidden = false, message, ...content }: PushOptions = {},
): Promise<PushedRun> {
  const place = placeOf(target);
  const files = await collectRun(folder, target, content);
  const described = await manifestOf(files);
  const all: SharedFile[] = [...files, { path: MANIFEST, content: Buffer.from(`${JSON.stringify(described, null, 2)}\n`) }];
  const told = { files: all.map(({ path }) => path), bytes: Object.values(described.files).reduce((sum, { bytes }) => sum + bytes, 0) };
  if (place.kind === 'hub') {
    const hub = await Hub.open();
    const options = { private: hidden, message: message ?? `Upload ${place.repository.split('/')[1] ?? ''}` };
    return { where: await hub.upload(place.repository, all, options), ...told };
  }
  await newFolder(place.path, async (temporary) => {
    for (const { path, content: shared } of all) await writeFileAtomic(join(temporary, path), partsOf(shared));
  });
  return { where: place.path, ...told };
}
