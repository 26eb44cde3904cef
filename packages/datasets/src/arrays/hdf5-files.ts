import { CmgError } from '@cmg/core';
import type { Dataset, File } from 'h5wasm/node';
import { statSync } from 'node:fs';
import type { NumberArray } from './array-source.js';
import { type Locator, locatorText } from './locator.js';
import { toNumberArray } from './number-array.js';
import { unreadable } from './unreadable.js';

/** The number of files that stay open; the oldest one is closed for the next. */
const MOST_OPEN = 16;

/** Reads HDF5 files a row at a time: only one row is in memory, however large the file. */
export class Hdf5Files {
  private readonly files = new Map<string, { readonly opened: File; readonly version: string }>();

  /** One row of a dataset, without the row axis, if the locator has a row; otherwise the whole dataset. */
  async read(locator: Locator): Promise<NumberArray> {
    const where = locatorText(locator);
    const dataset = await this.dataset(locator);
    const shape = shapeOf(dataset);
    const { row } = locator;
    if (row === undefined)
      return toNumberArray(
        valuesOf(
          dataset,
          shape.map(() => []),
          where,
        ),
        shape,
        where,
      );
    if (!(row >= 0 && row < (shape[0] ?? 0))) {
      throw new CmgError(`row out of range: shape [${shape.join(', ')}]`, { where });
    }
    return toNumberArray(valuesOf(dataset, [[row, row + 1]], where), shape.slice(1), where);
  }

  async shape(locator: Locator): Promise<readonly number[]> {
    return shapeOf(await this.dataset(locator));
  }

  close(): void {
    for (const file of [...this.files.keys()]) this.forget(file);
  }

  /** The dataset with the locator's name; without a name, the only dataset of the file. */
  private async dataset({ file, name }: Locator): Promise<Dataset> {
    const opened = await this.open(file);
    const keys = opened.keys();
    const key = name ?? (keys.length === 1 ? keys[0] : undefined);
    const found = key !== undefined && keys.includes(key) ? opened.get(key) : null;
    if (isDataset(found)) return found;
    const what = name === undefined ? 'contains more than one dataset' : `has no dataset '${name}'`;
    throw new CmgError(what, { where: file, hint: `It has: ${keys.join(', ') || 'nothing'}.` });
  }

  /** Kept open while it is unchanged: a file that was replaced is opened again. */
  private async open(file: string): Promise<File> {
    const { library, module } = await loadLibrary();
    // No await from here on: of two concurrent reads, the second finds what the first has opened.
    const version = versionOf(file);
    const known = this.files.get(file);
    if (known?.version === version) return known.opened;
    module.activate_throwing_error_handler();
    this.forget(file);
    const [oldest] = this.files.keys();
    if (oldest !== undefined && this.files.size === MOST_OPEN) this.forget(oldest);
    const opened = attempt(file, () => new library.File(file, 'r'));
    this.files.set(file, { opened, version });
    return opened;
  }

  private forget(file: string): void {
    this.files.get(file)?.opened.close();
    this.files.delete(file);
  }
}

function versionOf(file: string): string {
  try {
    const { size, mtimeMs } = statSync(file);
    return `${size} ${mtimeMs}`;
  } catch (cause) {
    throw unreadable(file, cause as Error);
  }
}

/** Loaded only when needed: it takes 25 MB. */
async function loadLibrary() {
  const { default: library } = await import('h5wasm/node');
  return { library, module: await library.ready };
}

const isDataset = (entity: ReturnType<File['get']>): entity is Dataset =>
  entity !== null && 'type' in entity && (entity.type as string) === 'Dataset';

const shapeOf = (dataset: Dataset): number[] => [...(dataset.shape ?? [])];

function valuesOf(dataset: Dataset, ranges: [number, number][] | [][], where: string): unknown {
  return attempt(where, () => dataset.slice(ranges));
}

/** HDF5's error trace starts at the public function and ends at the cause. */
function attempt<T>(where: string, action: () => T): T {
  try {
    return action();
  } catch (cause) {
    const trace = (cause as Error).message;
    const reasons = [...trace.matchAll(/#\d+: .*?\(\): (.*)/g)];
    throw new CmgError(`cannot be read as HDF5: ${reasons.at(-1)?.[1] ?? trace}`, { where, cause });
  }
}
