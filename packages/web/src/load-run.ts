import { parseJson } from '@cmg/formats';
import { EXPORTED_RUN, exportedRun, type Shard } from './exported-run.js';
import { LoadedRun } from './loaded-run.js';
import { fetchFile, type FileSource } from './read-shards.js';
import type { LoadRunOptions, WebRun } from './web-run.js';

/**
 * Reads a run that `cmg export-web` wrote. It computes on the backend of tfjs that is current.
 *
 * @param url of its folder; in a page it may be relative
 * @throws CmgError where a file is missing, or is not what was written
 *
 * @example
 * const run = await loadRun('runs/digits/');
 * const { indices } = await run.encode('text', { kind: 'words', text: 'seven lamps' });
 */
export async function loadRun(url: string | URL, { fetch = globalThis.fetch, onProgress }: LoadRunOptions = {}): Promise<WebRun> {
  const { location } = globalThis as { readonly location?: { readonly href: string } };
  const base = new URL(url, location?.href);
  if (!base.pathname.endsWith('/')) base.pathname += '/';
  const plain: FileSource = { base, fetch: (file) => fetch(file) };
  const file = new URL(EXPORTED_RUN, base);
  const about = parseJson(await (await fetchFile(plain, file)).text(), exportedRun, file.href, {
    what: 'a run that `cmg export-web` of this version wrote',
    hint: 'Write it again with `cmg export-web`.',
  });
  return LoadedRun.open(about, onProgress === undefined ? plain : { ...plain, onBytes: progress(about.weights, onProgress) });
}

/** Adds up what arrives of the model; what is read later is beyond its total and not told. */
function progress(shards: readonly Shard[], onProgress: (read: number, total: number) => void): (bytes: number) => void {
  const total = shards.reduce((sum, { bytes }) => sum + bytes, 0);
  let read = 0;
  return (bytes) => {
    read += bytes;
    if (read <= total) onProgress(read, total);
  };
}
