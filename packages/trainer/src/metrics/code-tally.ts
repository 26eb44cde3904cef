import { codeUse } from '@cmg/codebook';
import { type CodeUse, forModality, type PerModality } from '@cmg/core';
import * as tf from '@tensorflow/tfjs';

/** Keeps the code indices of steps on the device until the use of codes over all of them is read. */
export class CodeTally {
  private kept: PerModality<tf.Tensor>[] = [];

  constructor(
    private readonly modalities: readonly string[],
    /** How many codes there are. */
    private readonly size: number,
  ) {}

  /** How many it keeps. */
  get tensors(): number {
    return this.kept.length * this.modalities.length;
  }

  /** Shares the memory of the step's indices, int32 [B, T, L] each, -1 for what is not there; the caller keeps its tensors. */
  add(indices: PerModality<tf.Tensor3D>): void {
    this.kept.push(Object.fromEntries(this.modalities.map((m) => [m, tf.keep(tf.clone(forModality(indices, m)))])));
  }

  /** The use of codes over all steps since the last call; empties the store. */
  async read(): Promise<CodeUse> {
    const { kept } = this;
    this.kept = [];
    const entries = await Promise.all(
      this.modalities.map(async (m) => {
        const blocks = await Promise.all(kept.map((indices) => forModality(indices, m).data()));
        return [m, blocks.flatMap((block) => Array.from(block).filter((code) => code >= 0))] as const;
      }),
    );
    tf.dispose(kept);
    return codeUse(Object.fromEntries(entries), this.size);
  }

  dispose(): void {
    tf.dispose(this.kept);
    this.kept = [];
  }
}
