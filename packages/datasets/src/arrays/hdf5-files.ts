import { CmgError } from '@cmg/core';
import { refuseOthers, unreadable } from '@cmg/formats';
import type h5wasm from 'h5wasm/node';
import type { Dataset, File } from 'h5wasm/node';
import { type Stats, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import type { NumberArray } from './array-source.js';
import { type Hdf5Module, Hdf5Sandbox, isFileWithin } from './hdf5-sandbox.js';
import { hdf5Values, shapeOf } from './hdf5-values.js';
import { type Locator, locatorText } from './locator.js';
import { toNumberArray } from './number-array.js';

/** The number of files that stay open; the oldest one is closed for the next. */
const MOST_OPEN = 16;
/** Most names that are looked at to find a file's only data set, and that a message lists. */
const MOST_NAMES = 10_000;
const LISTED = 20;

/**
 * Reads HDF5 files a row at a time: only one row is in memory, however large the file. Other files that a file refers to are read only
 * where the locator allows it.
 */
export class Hdf5Files {
  private readonly files = new Map<string, { readonly opened: File; readonly version: string; readonly module: Hdf5Module }>();

  /** One row of a dataset, without the row axis, if the locator has a row; otherwise the whole dataset. */
  read(locator: Locator): Promise<NumberArray> {
    const { row } = locator;
    const where = locatorText(locator);
    return this.use(locator, (dataset, fileSize, module) => {
      const shape = shapeOf(dataset);
      if (row !== undefined && !(row >= 0 && row < (shape[0] ?? 0))) {
        throw new CmgError(`row out of range: shape [${shape.join(', ')}]`, { where });
      }
      const data = hdf5Values({ dataset, module, row, fileSize, where });
      return toNumberArray(data, row === undefined ? shape : shape.slice(1), where);
    });
  }

  shape(locator: Locator): Promise<readonly number[]> {
    return this.use(locator, shapeOf);
  }

  close(): void {
    for (const file of [...this.files.keys()]) this.forget(file);
  }

  /** Finds the locator's data set, and uses it before anything else can happen. */
  private async use<T>(locator: Locator, action: (dataset: Dataset, fileSize: number, module: Hdf5Module) => T): Promise<T> {
    try {
      return await this.useOnce(locator, action);
    } catch (error) {
      // The library may have been broken by the file before this one: what a fresh copy makes of it counts.
      if (!(await loading)?.sandbox.isDead) throw error;
      return this.useOnce(locator, action);
    }
  }

  private async useOnce<T>(locator: Locator, action: (dataset: Dataset, fileSize: number, module: Hdf5Module) => T): Promise<T> {
    const { library, module, sandbox } = await loadLibrary();
    // No await from here on: of two concurrent reads, the second finds what the first has opened.
    const { file, linksWithin } = locator;
    const { version, size } = versionOf(file);
    return sandbox.run(file, linksWithin, locatorText(locator), () => {
      let known = this.files.get(file);
      if (known?.version !== version || known.module !== module) {
        module.activate_throwing_error_handler();
        this.forget(file);
        const [oldest] = this.files.keys();
        if (oldest !== undefined && this.files.size === MOST_OPEN) this.forget(oldest);
        known = { opened: new library.File(file, 'r'), version, module };
        this.files.set(file, known);
      }
      const dataset = datasetOf(known.opened, locator, module);
      refuseMissingSources(dataset, locator);
      return action(dataset, size, module);
    });
  }

  private forget(file: string): void {
    const known = this.files.get(file);
    this.files.delete(file);
    try {
      known?.opened.close();
    } catch {
      // Of a damaged file; nothing was written that could be lost.
    }
  }
}

function versionOf(file: string): { readonly version: string; readonly size: number } {
  let stats: Stats;
  try {
    stats = statSync(file);
  } catch (cause) {
    throw unreadable(file, cause as Error);
  }
  refuseOthers(file, stats);
  return { version: `${stats.size} ${stats.mtimeMs}`, size: stats.size };
}

interface Library {
  readonly library: typeof h5wasm;
  readonly module: Hdf5Module;
  readonly sandbox: Hdf5Sandbox;
}

let loading: Promise<Library> | undefined;
/** How often the library has ended itself. */
let deaths = 0;

/** Loaded only when needed: it takes 25 MB; anew after it has ended itself. */
async function loadLibrary(): Promise<Library> {
  loading ??= load();
  const loaded = await loading;
  if (!loaded.sandbox.isDead) return loaded;
  deaths++;
  return (loading = load());
}

async function load(): Promise<Library> {
  const { default: library } = (await (deaths === 0 ? import('h5wasm/node') : import(anotherCopy()))) as { default: typeof h5wasm };
  const module = await library.ready;
  return { library, module, sandbox: new Hdf5Sandbox(module) };
}

/** A module is evaluated once for each query. */
const anotherCopy = (): string => `${import.meta.resolve('h5wasm/node')}?${deaths}`;

/** The data set with the locator's name, `g/x` for one in a group; without a name, the only one of the file. */
function datasetOf(opened: File, { file, name }: Locator, module: Hdf5Module): Dataset {
  if (name === undefined) return onlyDataset(opened, file);
  const found = lookUp(opened, name, file);
  if (isDataset(found)) return found;
  const where = `${file}[${name}]`;
  if (found !== null && 'type' in found && (found.type as string) === 'Group') {
    throw new CmgError('is a group, not a data set', {
      where,
      hint: listed((found as unknown as File).keys().map((key) => `${name}/${key}`)),
    });
  }
  const target = found === null ? undefined : linkTarget(opened, name, module);
  if (target !== undefined) throw new CmgError(`is a link to ${target}, which is not in the file`, { where });
  throw new CmgError(`has no dataset '${name}'`, { where: file, hint: listed(opened.paths()) });
}

function lookUp(opened: File, name: string, file: string): ReturnType<File['get']> {
  try {
    return opened.get(name);
  } catch (cause) {
    if (!/Too many soft links/i.test((cause as Error).message)) throw cause;
    throw new CmgError('is a link that leads in a circle', { where: `${file}[${name}]`, cause });
  }
}

/** Where a soft link leads; undefined for what is none. */
function linkTarget(opened: File, name: string, module: Hdf5Module): string | undefined {
  return module.get_symbolic_link(opened.file_id, `/${name}`) || undefined;
}

function onlyDataset(opened: File, file: string): Dataset {
  const names = opened.paths();
  const candidates = names.slice(0, MOST_NAMES).filter((name) => {
    try {
      return isDataset(opened.get(name));
    } catch {
      return false; // a link in a circle
    }
  });
  const [only] = candidates;
  if (only !== undefined && candidates.length === 1) return opened.get(only) as Dataset;
  const what = candidates.length === 0 ? 'contains no dataset' : 'contains more than one dataset';
  throw new CmgError(what, { where: file, hint: listed(candidates) });
}

function listed(names: readonly string[]): string {
  const shown = names.slice(0, LISTED).join(', ') || 'nothing';
  return `It has: ${shown}${names.length > LISTED ? ` and ${names.length - LISTED} more` : ''}.`;
}

const isDataset = (entity: ReturnType<File['get']>): entity is Dataset =>
  entity !== null && 'type' in entity && (entity.type as string) === 'Dataset';

/** The library would fill in zeros for a source that is missing. */
function refuseMissingSources({ metadata }: Dataset, { file, linksWithin }: Locator): void {
  for (const { file_name: source } of metadata.virtual_sources ?? []) {
    const path = resolve(dirname(file), source);
    if (source === '.' || linksWithin === undefined || isFileWithin(path, linksWithin)) continue;
    throw new CmgError(`refers to ${path}, which is missing or not below ${linksWithin}`, { where: file });
  }
}
