import { writeFileAtomic, writeFolderAtomic } from '@cmg/formats';
import { join } from 'node:path';
import type { ExploreOptions } from './explore.js';
import { appFiles } from './server/app-files.js';
import { Site } from './site/site.js';

export interface ExportSiteOptions extends Omit<ExploreOptions, 'port'> {
  /** Held-out clips of each run that are written, at most; default: 100. */
  readonly clips?: number;
  /** Told of files. */
  readonly onProgress?: (files: number) => void;
}

/** What was written. */
export interface ExportedSite {
  readonly files: number;
  readonly bytes: number;
}

/**
 * Writes the page about some runs as a static site, which any web server can serve.
 *
 * @param folder is made; it may be there if it is empty
 * @throws CmgError where there is no run, one is broken or its data is gone, or the folder holds something
 */
export async function exportSite(folders: readonly string[], folder: string, options: ExportSiteOptions = {}): Promise<ExportedSite> {
  const { heads = [], clips = 100, onProgress, ...rest } = options;
  const site = await Site.open(folders, false, { ...rest, heads, clips });
  let [files, bytes] = [0, 0];
  try {
    await writeFolderAtomic(folder, async (draft) => {
      const write = async (path: string, body: Uint8Array | string) => {
        await writeFileAtomic(join(draft, path), body);
        files++;
        bytes += Buffer.byteLength(body);
        onProgress?.(files);
      };
      for (const [path, { body }] of await appFiles()) await write(path, body);
      for await (const path of site.paths()) {
        const made = await site.find(path);
        if (made !== undefined) await write(path, made.body);
      }
    });
  } finally {
    await site.close();
  }
  return { files, bytes };
}
