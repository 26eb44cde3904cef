import { checkComponent, CmgError, type DataOrigin, type Dataset, type DatasetContext, type DatasetReader } from '@cmg/core';
import { relative } from 'node:path';
import type { ArraySource } from '../arrays/array-source.js';
import { ReadingThread } from '../arrays/reading-thread.js';
import { checkTable } from './check-table.js';
import { clipFiles, describeFiles } from './clip-files.js';
import type { ClipTable } from './clip-table.js';
import { hashFiles } from './fingerprint.js';
import { type FindingReporter, STRICT } from './finding-reporter.js';
import { TableDataset } from './table-dataset.js';

/** What {@link TableSource.load} has at hand. */
export interface Loading {
  /** Reads arrays that are needed at once, such as labels, in a thread of their own. Features are read later, by the data set. */
  readonly arrays: ArraySource;
  /** Told of rows and entries that are wrong; those are then left out. */
  readonly report: FindingReporter;
  readonly context: DatasetContext;
}

/** A reader of files that exist, as its tables describe them. Its options have a `root`: the folder in which the files are. */
export interface TableSource<Options> extends Pick<DatasetReader<Options>, 'name' | 'description' | 'options'> {
  /** Where the files come from, and which of them are needed. */
  origin(options: Options): DataOrigin;
  /**
   * Reads tables and says where each clip's features and labels are. Features are not read here.
   *
   * @throws CmgError where there is no going on, such as a table that is missing; of single rows `loading.report` is told
   */
  load(options: Options, loading: Loading): Promise<ClipTable>;
}

/**
 * A data set reader of files. It opens at once (tables and labels are read, features are not), reads the rows of a batch when they are
 * asked for, in a thread of their own, names its data by a fingerprint of the files, and can check all of them.
 *
 * @throws CmgError of kind `usage` where the name, the description or the options are not those of a component
 *
 * @example
 * export default tableReader({ name: 'activities', description, options, origin, load }); // complete in this package's README
 */
export function tableReader<Options extends { readonly root: string }>(source: TableSource<Options>): DatasetReader<Options> {
  const { name, description, options: schema } = source;
  const reader: DatasetReader<Options> = {
    name,
    description,
    options: schema,
    origin: (options) => source.origin(options),
    open: (options, context) => openTable(source, options, context),
    check: (options, context) =>
      checkTable(context, (arrays, report) => source.load(options, { arrays, report, context })),
  };
  checkComponent('dataset', reader, `'${name}'`);
  return reader;
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
