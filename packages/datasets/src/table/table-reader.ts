import { checkComponent, CmgError, type DataOrigin, type Dataset, type DatasetContext, type DatasetReader } from '@cmg/core';
import { relative } from 'node:path';
import type { ArraySource } from '../arrays/array-source.js';
import { ReadingThread } from '../arrays/reading-thread.js';
import { checkTable } from './check-table.js';
import { clipFiles, describeFiles } from './clip-files.js';
import type { ClipTable } from './clip-table.js';
import { hashFiles } from './fingerprint.js';
import { type FindingReporter, Findings, STRICT } from './finding-reporter.js';
import { clipLengths } from './clip-lengths.js';
import { lackingText, leftOutText, type Missing, missingOption, type PresentClips, presentClips, reportLacking } from './present-clips.js';
import { TableDataset } from './table-dataset.js';

/** What {@link TableSource.load} receives. */
export interface Loading {
  /** Reads arrays that are needed immediately, such as labels, in a separate thread. Features are read later, by the data set. */
  readonly arrays: ArraySource;
  /** Receives invalid rows and entries, which are then skipped. */
  readonly report: FindingReporter;
  readonly context: DatasetContext;
}

/** A reader of files described by tables. Its options have a `root`, the folder of the files. */
export interface TableSource<Options> extends Pick<DatasetReader<Options>, 'name' | 'description' | 'options'> {
  /** Where to obtain the files, and which are needed. */
  origin(options: Options): DataOrigin;
  /**
   * Reads tables and locates each clip's features and labels. Features are not read here.
   *
   * @throws CmgError if loading cannot continue, such as a missing table; problems of single rows go to `loading.report`
   */
  load(options: Options, loading: Loading): Promise<ClipTable>;
}

/**
 * A data set reader of files. It opens at once (tables and labels are read, features are not), reads the rows of a batch on demand, in
 * a separate thread, identifies its data by a fingerprint of the files, and can check all of them.
 *
 * @throws CmgError of kind `usage` if the name, the description or the options are not valid for a component
 *
 * @example
 * export default tableReader({ name: 'activities', description, options, origin, load }); // complete in this package's README
 */
export function tableReader<Options extends { readonly root: string }>(source: TableSource<Options>): DatasetReader<Options> {
  const { name, description } = source;
  const reader: DatasetReader<Options> = {
    name,
    description,
    options: source.options.extend({ missing: missingOption }) as unknown as DatasetReader<Options>['options'],
    origin: (options) => source.origin(options),
    open: (options, context) => openTable(source, options, context),
    check: (options, context) =>
      checkTable(context, (arrays, report) => source.load(own(options), { arrays, report, context }), missingOf(options)),
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
    const whole = await source.load(own(options), { arrays, report: STRICT, context });
    refuseEmpty(whole, options.root);
    const progress = (done: number) => context.onProgress?.('looking for the files of all clips', done);
    const missing = missingOf(options);
    if (missing === 'error') reportLacking(whole, STRICT);
    const lines = await describeFiles(clipFiles(whole), missing === 'error' ? STRICT : new Findings(), progress);
    const present = presentClips(whole, (file) => lines.has(file), missing);
    const { table, kept, lacking } = present;
    refuseEmpty(table, options.root);
    const leftOut = leftOutText(whole, kept);
    if (leftOut.length > 0) context.onProgress?.(`clips of which a file is missing are left out: ${leftOut.join(', ')}`, 1);
    const partial = lackingText(present);
    if (partial.length > 0) context.onProgress?.(`clips take part in what they have: ${partial.join(', ')}`, 1);
    const files = clipFiles(table);
    const clips = [...lines].filter(([file]) => files.has(file)).map(([file, line]) => `${relative(options.root, file)} ${line}`);
    const fingerprint = await hashFiles(table.files, [
      source.name,
      JSON.stringify(withoutRoot(own(options))),
      ...clips,
      ...keptLines(kept),
      ...lackingLines(lacking),
    ]);
    const lengths = await clipLengths(table, arrays, fingerprint, context);
    return new TableDataset(source.name, table, fingerprint, arrays, lengths);
  } catch (error) {
    await arrays.close();
    if (!(error instanceof CmgError) || error.hint !== undefined) throw error;
    throw new CmgError(error.what, { ...detailsOf(error), hint: '`cmg data check` lists everything that is wrong or missing.' });
  }
}

/** Readers of files take this besides their own options. */
const missingOf = (options: object): Missing => ('missing' in options ? (options.missing as Missing) : 'error');

/** What a reader stated itself. */
function own<Options extends object>(options: Options): Options {
  const { missing: _, ...rest } = options as Options & { readonly missing?: unknown };
  return rest as unknown as Options;
}

/** Files that clips share do not tell which clips are kept. */
const keptLines = (kept: Readonly<Record<string, readonly number[]>>): string[] =>
  Object.entries(kept).map(([split, clips]) => `kept of ${split}: ${clips.join()}`);

const lackingLines = (lacking: PresentClips['lacking']): string[] =>
  Object.entries(lacking).flatMap(([split, modalities]) =>
    Object.entries(modalities).map(([modality, clips]) => `no ${modality} in ${split}: ${clips.join()}`),
  );

function refuseEmpty({ splits }: ClipTable, root: string): void {
  const empty = Object.entries(splits).find(([, { clips }]) => clips === 0);
  if (empty !== undefined) throw new CmgError(`split '${empty[0]}' has no clips`, { where: root });
}

const detailsOf = ({ kind, where, cause }: CmgError) => ({ kind, cause, ...(where !== undefined && { where }) });

/** The same files are the same data wherever they are. */
const withoutRoot = ({ root: _root, ...rest }: { readonly root: string }) => rest;
