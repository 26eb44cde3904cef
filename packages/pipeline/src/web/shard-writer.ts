import type { NdArray } from '@cmg/core';
import { encodeSafetensors, LARGEST_HALF, writeFileAtomic } from '@cmg/formats';
import type { Shard } from '@cmg/web';
import { createHash } from 'node:crypto';
import { join } from 'node:path';

export interface ShardOptions {
  /** Round large tensors to float16. */
  readonly float16: boolean;
  /** Most bytes of a file; a larger tensor has one of its own. */
  readonly shardBytes: number;
}

/** Below so many numbers a tensor stays as it is: rounding it would save nothing. */
const FEW = 1024;

/** Writes the tensors of an exported run. */
export class ShardWriter {
  constructor(
    private readonly folder: string,
    private readonly options: ShardOptions,
  ) {}

  /**
   * Writes the tensors of one part in files of bounded size. Those of the codebook, and those that float16 cannot hold, are never rounded.
   *
   * @param part begins the files' names; letters, digits and `-`
   */
  async write(part: string, tensors: ReadonlyMap<string, NdArray>): Promise<Shard[]> {
    const { shardBytes } = this.options;
    const shards: Shard[] = [];
    let group: [string, NdArray][] = [];
    let bytes = 0;
    for (const [name, array] of tensors) {
      const own = this.halved(name, array) ? array.data.byteLength / 2 : array.data.byteLength;
      if (group.length > 0 && bytes + own > shardBytes) {
        shards.push(await this.writeFile(part, new Map(group)));
        [group, bytes] = [[], 0];
      }
      group.push([name, array]);
      bytes += own;
    }
    if (group.length > 0) shards.push(await this.writeFile(part, new Map(group)));
    return shards;
  }

  /** Writes one file. */
  async writeFile(part: string, tensors: ReadonlyMap<string, NdArray>, metadata: Readonly<Record<string, string>> = {}): Promise<Shard> {
    const halved = (name: string) => this.halved(name, tensors.get(name) as NdArray);
    const content = encodeSafetensors(tensors, metadata, halved);
    const sha256 = content.reduce((hash, chunk) => hash.update(chunk), createHash('sha256')).digest('hex');
    const file = `${part}-${sha256.slice(0, 16)}.safetensors`;
    await writeFileAtomic(join(this.folder, file), content);
    return { file, bytes: content.reduce((sum, { length }) => sum + length, 0), sha256 };
  }

  private halved(name: string, { data }: NdArray): boolean {
    if (!this.options.float16 || name.startsWith('codebook/') || !(data instanceof Float32Array) || data.length < FEW) return false;
    return data.every((value) => Math.abs(value) <= LARGEST_HALF);
  }
}
