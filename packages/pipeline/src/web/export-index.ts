import { CmgError } from '@cmg/core';
import type { ExportedRun, Shard } from '@cmg/web';
import { join } from 'node:path';
import { expectCheckpoint } from '../runs/expect-checkpoint.js';
import type { Run } from '../runs/open-run.js';
import { searchPackage } from '../search/search-package.js';
import type { ShardWriter } from './shard-writer.js';

/** An index to be exported. */
export interface IndexToExport {
  /** The folder of the head that made its vectors, if one did. */
  readonly head?: string;
  write(writer: ShardWriter, shardBytes: number, headName: string | undefined): Promise<NonNullable<ExportedRun['index']>>;
}

/**
 * Opens an index.
 *
 * @throws CmgError where there is none, it is empty, or it is of another run
 */
export async function openIndex(run: Run, folder: string): Promise<IndexToExport> {
  const { VectorIndex } = await searchPackage();
  const index = await VectorIndex.open(folder);
  const { about, modalities, width, size } = index;
  expectCheckpoint(run, about['checkpoint'], { made: `whose clips were indexed in ${folder}`, hint: 'Index the clips again.' });
  if (size === 0) throw new CmgError('is empty', { kind: 'usage', where: folder, hint: 'Add clips with `cmg index add`.' });
  const head = about['head'];
  return {
    ...(head !== undefined && { head: join(folder, head) }),
    async write(writer, shardBytes, headName) {
      const rows = Math.max(1, Math.floor(shardBytes / (4 * width)));
      const weights: Shard[] = [];
      let items: { readonly id: string; readonly modality: string }[] = [];
      let vectors: Float32Array[] = [];
      const flush = async () => {
        if (items.length === 0) return;
        const data = new Float32Array(items.length * width);
        vectors.forEach((vector, row) => data.set(vector, row * width));
        const tensors = new Map([[`vectors/${weights.length}`, { shape: [items.length, width], data }]]);
        weights.push(await writer.writeFile('index', tensors, { items: JSON.stringify(items) }));
        [items, vectors] = [[], []];
      };
      for (const { id, modality, vector } of index.items()) {
        items.push({ id, modality });
        vectors.push(vector);
        if (items.length === rows) await flush();
      }
      await flush();
      return { width, ...(headName !== undefined && { head: headName }), modalities: { ...modalities }, weights };
    },
  };
}
