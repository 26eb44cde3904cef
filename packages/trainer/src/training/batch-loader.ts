import { CmgError, type Dataset, forModality, type NdArray, type PerModality } from '@cmg/core';
import * as tf from '@tensorflow/tfjs';
import type { BatchPlan } from './batch-plan.js';

type Blocks = PerModality<NdArray<Float32Array>>;

/** Reads batches one step ahead: while a batch trains, the next is on its way. */
export class BatchLoader {
  private ahead: { step: number; blocks: Promise<Blocks> } | undefined;
  /** Those of the batch before: the next but one is read into their memory, so that two batches are in memory and no more. */
  private used: Blocks = {};

  constructor(
    private readonly dataset: Dataset,
    private readonly split: string,
    private readonly modalities: readonly string[],
    private readonly plan: BatchPlan,
  ) {}

  /**
   * Features of a step's clips, [B, T, ...featureShape] per modality; begins to read those of the next step. The tensors of the
   * step before have to be disposed of: their memory is used again.
   */
  async load(step: number): Promise<PerModality<tf.Tensor>> {
    const blocks = await (this.ahead?.step === step ? this.ahead.blocks : this.read(step));
    this.prefetch(step + 1);
    this.used = blocks;
    return Object.fromEntries(
      this.modalities.map((m) => {
        const { data, shape } = forModality(blocks, m);
        return [m, tf.tensor(data, [...shape], 'float32')];
      }),
    );
  }

  /** Waits for a read that is still on its way, so that the data set can be closed. */
  async settle(): Promise<void> {
    await this.ahead?.blocks.catch(() => undefined);
    this.ahead = undefined;
  }

  private prefetch(step: number): void {
    if (step >= this.plan.totalSteps) {
      this.ahead = undefined;
      return;
    }
    const blocks = this.read(step);
    blocks.catch(() => undefined);
    this.ahead = { step, blocks };
  }

  private async read(step: number): Promise<Blocks> {
    const rows = this.plan.rows(step);
    const spare = this.used;
    this.used = {};
    const entries = await Promise.all(
      this.modalities.map(async (m) => {
        const block = await this.dataset.read(this.split, m, rows, spare[m]?.data);
        return [m, this.checked(m, block, rows.length)] as const;
      }),
    );
    return Object.fromEntries(entries);
  }

  private checked(modality: string, block: NdArray<Float32Array>, rows: number): NdArray<Float32Array> {
    const expected = [rows, this.dataset.segments, ...forModality(this.dataset.featureShapes, modality)];
    if (block.shape.join() === expected.join()) return block;
    throw new CmgError(`the data set gave features of shape [${block.shape.join(', ')}], expected [${expected.join(', ')}]`, {
      where: `split '${this.split}', modality '${modality}'`,
    });
  }
}
