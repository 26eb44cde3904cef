import { CmgError } from '@cmg/core';
import { decodeElements, refuseOthers, unreadable } from '@cmg/formats';
import type h5wasm from 'h5wasm/node';
import type { Dataset, File } from 'h5wasm/node';
import { type Stats, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import type { NumberArray } from './array-source.js';
import { type Hdf5Module, Hdf5Sandbox, isFileWithin } from './hdf5-sandbox.js';
import { hdf5Bytes, shapeOf } from './hdf5-bytes.js';
import { type Locator, locatorText } from './locator.js';
import { toNumberArray } from './number-array.js';
import type { Pulse } from './pulse.js';

/** The number of files that stay open; the oldest one is closed for the next. */
const MOST_OPEN = 16;
/** Most names that are looked at to find a file's only data set, and that a message lists. */
const MOST_NAMES = 10_000;
const LISTED = 20;

/**
 * Reads HDF5 files a row at a time: only one row is in memory, however large the file. Other files that a file refers to are read only
 * where the locator allows it. The library is C, and may never come back from a damaged file: {@link Hdf5Files} runs this in a thread.
 */
export class Hdf5Library {
  private readonly files = new Map<string, { readonly opened: File; readonly version: string }>();

  private constructor(
    private readonly library: typeof h5wasm,
    private readonly module: Hdf5Module,
    private readonly sandbox: Hdf5Sandbox,
  ) {}

  /** Only where it is needed: it takes 25 MB. */
  static async load(pulse: Pulse): Promise<Hdf5Library> {
    const { default: library } = await import('h5wasm/node');
    const module = await library.ready;
    return new Hdf5Library(library, module, new Hdf5Sandbox(module, pulse));
  }

  /** Whether nothing that it reads can be believed any more. */
  get isBroken(): boolean {
    return this.sandbox.isBroken;
  }

  mayGrow(bytes: number): boolean {
    return this.sandbox.mayGrow(bytes);
  }

  /** One row of a dataset, without the row axis, if the locator has a row; otherwise the whole dataset. */
  read(locator: Locator): NumberArray {
    const { row } = locator;
    const where = locatorText(locator);
    const { bytes, dtype, shape } = this.use(locator, (dataset, fileSize) => {
      const shape = shapeOf(dataset);
      if (row !== undefined && !(row >= 0 && row < (shape[0] ?? 0))) {
        throw new CmgError(`row out of range: shape [${shape.join(', ')}]`, { where });
      }
      return { ...hdf5Bytes({ dataset, module: this.module, row, fileSize, where }), shape };
    });
    return toNumberArray(decodeElements(bytes, dtype), row === undefined ? shape : shape.slice(1), where);
  }

  shape(locator: Locator): readonly number[] {
    return this.use(locator, shapeOf);
  }

  close(): void {
    for (const file of [...this.files.keys()]) this.forget(file);
  }

  /** Finds the locator's data set, and uses it. */
  private use<T>(locator: Locator, action: (dataset: Dataset, fileSize: number) => T): T {
    const { file, linksWithin } = locator;
    const { version, size } = versionOf(file);
    return this.sandbox.run(file, linksWithin, locatorText(locator), () => {
      let known = this.files.get(file);
      if (known?.version !== version) {
        this.module.activate_throwing_error_handler();
        this.forget(file);
        const [oldest] = this.files.keys();
        if (oldest !== undefined && this.files.size === MOST_OPEN) this.forget(oldest);
        known = { opened: new this.library.File(file, 'r'), version };
        this.files.set(file, known);
      }
      const dataset = datasetOf(known.opened, locator, this.module);
      refuseMissingSources(dataset, locator);
      return action(dataset, size);
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
