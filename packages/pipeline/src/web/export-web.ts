import { CmgError } from '@cmg/core';
import { writeFileAtomic, writeFolderAtomic } from '@cmg/formats';
import type { ExportedHead, ExportedRun } from '@cmg/web';
import { readdir } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { openRun, type OpenRunOptions } from '../runs/open-run.js';
import { exportHead } from './export-heads.js';
import { openIndex } from './export-index.js';
import { exportModel } from './export-model.js';
import { ShardWriter } from './shard-writer.js';
import { webPackage } from './web-package.js';

export interface ExportWebOptions extends OpenRunOptions {
  /** The folder, which must not be there yet, or be empty. */
  readonly out: string;
  /** Folders of heads of the run. */
  readonly heads?: readonly string[];
  /** The folder of an index of the run. The head that made its vectors is exported too. */
  readonly index?: string;
  /** Round large tensors to float16, which halves the files: some segments between two codes may get the other one; default: false. */
  readonly float16?: boolean;
  /** Most bytes of a file; default: 16 MiB. */
  readonly shardBytes?: number;
}

/** What {@link exportWeb} wrote. */
export interface WebExport {
  /** In the run's order. */
  readonly modalities: readonly string[];
  /** By their names. */
  readonly heads: readonly string[];
  /** Clips of the index. */
  readonly clips: number;
  /** What was left out, and why. */
  readonly notes: readonly string[];
  readonly files: number;
  readonly bytes: number;
}

const SHARD_BYTES = 2 ** 24;

/**
 * Writes a run as static files that `loadRun` of `@cmg/web` reads in a browser, whole or not at all. What only training needs is left out.
 * A modality from outside is left out and named in the notes; so are raw media of a modality whose extractor does not run in a page.
 *
 * @param folder a trained or imported run
 * @throws CmgError where no modality of the run is built in, or its codebook is not; where a head or the index is of another run or
 *   cannot be read in a page; where the folder is there already
 */
export async function exportWeb(folder: string, options: ExportWebOptions): Promise<WebExport> {
  const { out, heads = [], index, float16 = false, shardBytes = SHARD_BYTES } = options;
  if ((await readdir(out).catch(() => [])).length > 0) {
    throw new CmgError('is there already', { kind: 'usage', where: out, hint: 'Name another folder with --out.' });
  }
  const { EXPORTED_RUN, exportedRun, PORTABLE_EXTRACTORS } = await webPackage();
  const run = await openRun(folder, options);
  try {
    const found = index === undefined ? undefined : await openIndex(run, index);
    const folders = [
      ...new Map([...heads, ...(found?.head === undefined ? [] : [found.head])].map((head) => [resolve(head), head])).values(),
    ];
    let about: ExportedRun | undefined;
    await writeFolderAtomic(out, async (draft) => {
      const writer = new ShardWriter(draft, { float16, shardBytes });
      const written: ExportedHead[] = [];
      for (const head of folders) written.push(await exportHead(run, head, written.length, writer));
      expectOwnNames(written);
      const headName = found?.head === undefined ? undefined : basename(resolve(found.head));
      about = exportedRun.parse({
        ...(await exportModel(run, writer, PORTABLE_EXTRACTORS)),
        heads: written,
        ...(found && { index: await found.write(writer, shardBytes, headName) }),
      } satisfies ExportedRun);
      await writeFileAtomic(join(draft, EXPORTED_RUN), `${JSON.stringify(about, null, 2)}\n`);
    });
    return summaryOf(about as unknown as ExportedRun);
  } finally {
    run.dispose();
  }
}

function expectOwnNames(heads: readonly ExportedHead[]): void {
  const twice = heads.find(({ name }, i) => heads.findIndex((other) => other.name === name) !== i);
  if (twice === undefined) return;
  throw new CmgError(`two heads are named '${twice.name}', after their folders`, {
    kind: 'usage',
    where: '--heads',
    hint: 'Rename one of the folders.',
  });
}

function summaryOf({ weights, modalities, heads, index, notes }: ExportedRun): WebExport {
  const parts = [
    weights,
    ...modalities.map(({ media }) => media?.weights ?? []),
    ...heads.map((head) => head.weights),
    index?.weights ?? [],
  ];
  const shards = parts.flat();
  return {
    modalities: modalities.map(({ use }) => use),
    heads: heads.map(({ name }) => name),
    clips: Object.values(index?.modalities ?? {}).reduce((sum, clips) => sum + clips, 0),
    notes,
    files: shards.length + 1,
    bytes: shards.reduce((sum, { bytes }) => sum + bytes, 0),
  };
}
