import { CmgError, type NdArray } from '@cmg/core';
import { parseJson } from '@cmg/formats';
import { z } from 'zod';
import type { ShardTensors } from './read-shards.js';
import type { FoundClip, WebSearchOptions } from './web-run.js';

const names = z.array(z.strictObject({ id: z.string(), modality: z.string() }));

/** The clips of an index, in memory. All are compared with what searches, so it is exact. */
export class NearestClips {
  private constructor(
    private readonly parts: readonly { readonly items: z.output<typeof names>; readonly vectors: Float32Array }[],
    private readonly width: number,
  ) {}

  /**
   * @param where the index is from, for messages
   * @throws CmgError where its files do not fit together
   */
  static of({ tensors, metadata }: ShardTensors, width: number, where: string): NearestClips {
    const arrays = [...tensors.values()];
    const parts = metadata.map(({ items: text = '' }, i) => {
      const items = parseJson(text, names, where, { what: 'a list of clips', hint: 'Write the run again with `cmg export-web`.' });
      const { shape, data } = arrays[i] as NdArray;
      if (shape.join() === [items.length, width].join() && data instanceof Float32Array) return { items, vectors: data };
      throw new CmgError(`has vectors of shape [${shape.join(', ')}] for ${items.length} clips of width ${width}`, { where });
    });
    return new NearestClips(parts, width);
  }

  /** The clips of largest cosine with a vector of any length, best first. */
  search(query: Float32Array, { among, top = 10 }: WebSearchOptions): FoundClip[] {
    const length = Math.hypot(...query);
    const found: FoundClip[] = [];
    for (const { items, vectors } of this.parts) {
      for (const [row, { id, modality }] of items.entries()) {
        if (among?.includes(modality) === false) continue;
        const score = this.dot(query, vectors, row * this.width) / length;
        if (found.length === top && score <= (found.at(-1) as FoundClip).score) continue;
        const place = found.findIndex((other) => other.score < score);
        found.splice(place < 0 ? found.length : place, 0, { id, modality, score });
        found.length = Math.min(found.length, top);
      }
    }
    return found;
  }

  private dot(query: Float32Array, vectors: Float32Array, from: number): number {
    let sum = 0;
    for (let i = 0; i < this.width; i++) sum += (query[i] as number) * (vectors[from + i] as number);
    return sum;
  }
}
