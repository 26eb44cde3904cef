import { CmgError, type DataOrigin, type Dataset, type DatasetContext, type DatasetReader } from '@cmg/core';
import { relative } from 'node:path';
import type { ArraySource } from '../arrays/array-source.js';
import { ReadingThread } from '../arrays/reading-thread.js';
import { checkTable } from './check-table.js';
import { clipFiles, describeFiles } from './clip-files.js';
import type { ClipTable } from './clip-table.js';
import { hashFiles } from './fingerprint.js';
import { type Report, STRICT } from './report.js';
import { TableDataset } from './table-dataset.js';

/** What a reader of published files has at hand. */
export interface Loading {
  readonly arrays: ArraySource;
  /** Told of rows and entries that are wrong; those are then left out. */
  readonly report: Report;
  readonly context: DatasetContext;
}

/** A reader of files that exist, as its tables describe them. */
export interface TableSource<Options> extends Pick<DatasetReader<Options>, 'name' | 'description' | 'options'> {
  origin(options: Options): DataOrigin;
  load(options: Options, loading: Loading): Promise<ClipTable>;
}

/** A data set reader that opens at once (tables and labels are read, features are not) and can check its files. */
export function tableReader<Options extends { readonly root: string }>(source: TableSource<Options>): DatasetReader<Options> {
  const { name, description, options: schema } = source;
  return {
    name,
    description,
    options: schema,
    origin: (options) => source.origin(options),
    open: (options, context) => openTable(source, options, context),
    check: (options, context) =>
      checkTable(context, (arrays, report) => source.load(options, { arrays, report, context })),
  };
}

async function openTable<Options extends { readonly root: string }>(
  source: TableSource<Options>,
  options: Options,
  context: DatasetContext,
): Promise<Dataset> {
  const arrays = new ReadingThread();
  try {
    const table = await source.load(options, { arrays, report: STRICT, context });
    refuseEmpty(table, options.root);
    const progress = (done: number) => context.onProgress?.('looking for the files of all clips', done);
    const lines = await describeFiles(clipFiles(table), STRICT, progress);
    const clips = [...lines].map(([file, line]) => `${relative(options.root, file)} ${line}`);
    const fingerprint = await hashFiles(table.files, [source.name, JSON.stringify(withoutRoot(options)), ...clips]);
    return new TableDataset(source.name, table, fingerprint, arrays);
  } catch (error) {
    await arrays.close();
    if (!(error instanceof CmgError) || error.hint !== undefined) throw error;
    throw new CmgError(error.what, { ...detailsOf(error), hint: '`cmg data check` lists all that is wrong or missing.' });
  }
}

function refuseEmpty({ splits }: ClipTable, root: string): void {
  const empty = Object.entries(splits).find(([, { clips }]) => clips === 0);
  if (empty !== undefined) throw new CmgError(`split '${empty[0]}' has no clips`, { where: root });
}

const detailsOf = ({ kind, where, cause }: CmgError) => ({ kind, cause, ...(where !== undefined && { where }) });

/** The same files are the same data wherever they lie. */
const withoutRoot = ({ root: _root, ...rest }: { readonly root: string }) => rest;
