import { type ClipValues, CmgError, inMemory } from '@cmg/core';
import { readsOf } from '../codes/reads.js';
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
  const source = {
    dataset: cache.dataset,
    split,
    modality,
    async codes(name: string) {
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
  return { codes, vectors, targets, inputs };
}
