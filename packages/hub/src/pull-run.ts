import { CmgError, type RunConfig } from '@cmg/core';
import { parseJson, writeFileAtomic } from '@cmg/formats';
import { readCheckpoint, RunFolder } from '@cmg/trainer';
import { createHash } from 'node:crypto';
import { basename, join } from 'node:path';
import { Hub } from './hub.js';
import { newFolder } from './new-folder.js';
import { type Place, placeOf } from './place.js';
import { type Manifest, manifest, MANIFEST, partsOf } from './shared-files.js';

export interface PullOptions {
  /** The run's folder, which is not there yet; default: `runs/NAME`. */
  readonly out?: string | undefined;
  /** Told of each file. */
  readonly onFile?: (path: string, bytes: number) => void;
}

export interface PulledRun {
  readonly folder: string;
  /** Folders of heads. */
  readonly heads: readonly string[];
  /** Packages and files of code that the run names: they are loaded, **which executes them**, once it is used. */
  readonly plugins: readonly string[];
}

/** More bytes than a manifest has. */
const MOST_BYTES = 4 * 2 ** 20;

/**
 * Gets a run that {@link pushRun} shared. Every file is compared with the size and the SHA-256 that the run's manifest says, and nothing else
 * is fetched; nothing of it is executed. What cannot be had whole leaves nothing behind.
 *
 * @param source `hf:USER/NAME`, `hf:USER/NAME@REVISION`, or a folder
 * @throws CmgError where it is not there, is no shared run, is damaged, or the folder to write is there
 */
export async function pullRun(source: string, { out, onFile }: PullOptions = {}): Promise<PulledRun> {
  const place = placeOf(source);
  const name = basename(place.kind === 'hub' ? place.repository : place.path);
  const folder = out ?? join('runs', name);
  const open = await opener(place);
  let described: Manifest | undefined;
  let plugins: readonly string[] = [];
  await newFolder(folder, async (temporary) => {
    described = await readManifest(open(MANIFEST), `${source}/${MANIFEST}`);
    for (const [path, expected] of Object.entries(described.files)) {
      await writeFileAtomic(join(temporary, path), checked(open(path), expected, `${source}/${path}`));
      onFile?.(path, expected.bytes);
    }
    const { info } = await readCheckpoint(new RunFolder(temporary).checkpoint);
    plugins = pluginsOf(info.config);
  });
  const heads = Object.keys(described?.files ?? {}).flatMap((path) => (path.endsWith('/head.json') ? [join(folder, path, '..')] : []));
  return { folder, heads, plugins };
}

type Open = (path: string) => AsyncIterable<Uint8Array>;

async function opener(place: Place): Promise<Open> {
  if (place.kind === 'folder') return (path) => partsOf({ file: join(place.path, path) });
  const hub = await Hub.open();
  return (path) => hub.download(place.repository, place.revision, path);
}

async function readManifest(content: AsyncIterable<Uint8Array>, where: string): Promise<Manifest> {
  const about = { what: 'what a shared run says of its files', hint: 'Give a run that `cmg push` shared.' };
  const parts: Uint8Array[] = [];
  let bytes = 0;
  for await (const part of content) {
    parts.push(part);
    bytes += part.byteLength;
    if (bytes > MOST_BYTES) throw new CmgError(`is not ${about.what}: it has more than ${MOST_BYTES} bytes`, { where, hint: about.hint });
  }
  return parseJson(Buffer.concat(parts).toString('utf8'), manifest, where, about);
}

/** The content as it comes. @throws CmgError as soon as it is longer than expected, or at its end if it is another */
async function* checked(
  content: AsyncIterable<Uint8Array>,
  { bytes: expected, sha256 }: Manifest['files'][string],
  where: string,
): AsyncGenerator<Uint8Array> {
  const hash = createHash('sha256');
  let bytes = 0;
  for await (const part of content) {
    bytes += part.byteLength;
    if (bytes > expected) throw damaged(where, `it has more than ${expected} bytes`);
    hash.update(part);
    yield part;
  }
  if (bytes < expected) throw damaged(where, `it has ${bytes} bytes, ${expected} were expected`);
  if (hash.digest('hex') !== sha256) throw damaged(where, 'its SHA-256 is another');
}

const damaged = (where: string, why: string): CmgError =>
  new CmgError(`is damaged: ${why}`, { where, hint: 'Nothing was kept. Get it again, or ask whoever shared it to push it again.' });

/** Specifiers of all components that are not built in. */
function pluginsOf({ data, modalities, codebook, objectives, tasks, observers }: RunConfig): string[] {
  const components = [data, codebook, ...modalities, ...objectives, ...tasks, ...observers];
  return [...new Set(components.flatMap(({ from }) => (from === undefined ? [] : [from.specifier])))];
}
