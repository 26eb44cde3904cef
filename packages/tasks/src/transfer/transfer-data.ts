import { type ClipValues, CmgError, type Dataset, forModality, inMemory, type Task } from '@cmg/core';
import { readsOf } from '../codes/reads.js';
import { gatherRows } from './gather-rows.js';
import type { HeadData } from './read-batches.js';
import type { TransferRequest } from './transfer-request.js';

type Request = Pick<TransferRequest<unknown>, 'cache' | 'task' | 'options'>;

/** The clips that a head is trained and measured on. What was read once is remembered. */
export class TransferData {
  private readonly known = new Map<string, Promise<HeadData>>();

  constructor(private readonly request: Request) {}

  of(split: string, modality: string): Promise<HeadData> {
    const key = JSON.stringify([split, modality]);
    const data = this.known.get(key) ?? readHeadData(this.request, split, modality);
    this.known.set(key, data);
    return data;
  }
}

/** What a head on one modality's codes reads and learns on a split. */
async function readHeadData({ cache, task, options }: Request, split: string, modality: string): Promise<HeadData> {
  const codes = await cache.codes(split, modality);
  const reads = readsOf(options);
  const vectors = reads === 'codes' ? undefined : await cache.vectors(split, modality, reads);
  const asked = new Set([modality]);
  const source = {
    dataset: cache.dataset,
    split,
    modality,
    async codes(name: string) {
      asked.add(name);
      const { indices, clips, segments, levels } = await cache.codes(split, name);
      return inMemory({ data: Float32Array.from(indices), shape: [clips, segments, levels] });
    },
  };
  const complete = (what: string, values: ClipValues) => {
    if (values.clips === codes.clips) return values;
    throw new CmgError(`has ${what} for ${values.clips} clips, the split has ${codes.clips}`, { where: `${task.name}, ${split}` });
  };
  const targets = complete('targets', await task.targets(options, source));
  const inputs = task.inputs && complete('inputs', await task.inputs(options, source));
  const clips = havingAll(cache.dataset, split, [...asked], task);
  return clips === undefined ? { codes, vectors, targets, inputs } : ofClips({ codes, vectors, targets, inputs }, clips);
}

/**
 * The clips of a split that have all of these modalities; undefined if all have.
 *
 * @throws CmgError where there is none, or some end early and the task takes every segment for one that is there
 */
function havingAll(dataset: Dataset, split: string, modalities: readonly string[], task: Task): Int32Array | undefined {
  const lengths = modalities.map((name) => dataset.lengths?.(split, name)).filter((of) => of !== undefined);
  if (lengths.length === 0) return undefined;
  const all = Int32Array.from({ length: forModality(dataset.splits, split) }, (_, clip) => clip);
  const having = all.filter((clip) => lengths.every((of) => (of[clip] as number) > 0));
  const where = `${task.name}, ${split}`;
  if (having.length === 0) throw new CmgError(`no clip has ${modalities.join(' and ')}`, { kind: 'usage', where });
  const early = having.filter((clip) => lengths.some((of) => (of[clip] as number) < dataset.segments)).length;
  if (early > 0 && task.readsPresent !== true) {
    throw new CmgError(`takes every segment for one that is there, but ${early} clips end before segment ${dataset.segments}`, {
      kind: 'usage',
      where,
      hint: 'Take classification, open-set or retrieval, or clips of one length.',
    });
  }
  return having.length === all.length ? undefined : having;
}

function ofClips({ codes, vectors, targets, inputs }: HeadData, rows: Int32Array): HeadData {
  const of = (values: ClipValues): ClipValues => ({
    clips: rows.length,
    shape: values.shape,
    read: (some) => values.read(Int32Array.from(some, (row) => rows[row] as number)),
  });
  const indices = gatherRows(codes.indices, codes.segments * codes.levels, rows);
  return {
    codes: { ...codes, clips: rows.length, indices },
    rows,
    vectors: vectors && of(vectors),
    targets: of(targets),
    inputs: inputs && of(inputs),
  };
}
