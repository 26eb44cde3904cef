import { codeUse } from '@cmg/codebook';
import {
  type Dataset,
  forModality,
  pairsOf,
  type PerModality,
  perModality,
  Random,
  type RunConfig,
  type ValidationRecord,
} from '@cmg/core';
import * as tf from '@tensorflow/tfjs';
import type { RunObjectives } from '../model/build-objectives.js';
import type { Model } from '../model/model.js';
import { lengthsOf, presentOf } from '../training/presence.js';
import { readBatch } from '../training/training-batches.js';
import type { HeldOutClips } from './held-out-clips.js';
import { meanReciprocalRank, retrievalChance } from './pair-retrieval.js';

/** What is read of one batch. */
interface Pass {
  readonly losses: Readonly<Record<string, tf.Scalar>>;
  /** Unit vectors, [B, D]. */
  readonly vectors: PerModality<tf.Tensor2D>;
  readonly indices: PerModality<tf.Tensor3D>;
}

/**
 * Measures held-out pairs in inference mode, without labels. Clips are compared as `cmg search` does: by the mean of their codes less the mean
 * of all codes. Nothing of the training changes: weights and codes are read, inner optimisations do not run, and random numbers
 * are drawn from a place of their own.
 */
export class Validator {
  constructor(
    private readonly config: Pick<RunConfig, 'seed'>,
    private readonly dataset: Dataset,
    private readonly model: Model,
    private readonly objectives: Pick<RunObjectives, 'list'>,
    private readonly clips: HeldOutClips,
  ) {}

  async run(): Promise<ValidationRecord> {
    const { model, dataset, clips } = this;
    const { split, batches } = clips;
    const passes: Pass[] = [];
    try {
      for (const rows of batches) {
        const source = { dataset, split, modalities: model.training.participants };
        const [batch, present] = [await readBatch(source, rows), presentOf(source, rows)];
        passes.push(this.pass(batch, present));
        tf.dispose([batch, present] as tf.TensorContainer);
      }
      const losses = await meanLosses(passes);
      return {
        split,
        clips: batches.reduce((sum, { length }) => sum + length, 0),
        total: this.objectives.list.reduce((sum, { name, weight }) => sum + weight * sumOf(losses, name), 0),
        losses,
        ...(await this.retrieval(passes)),
        codes: await this.codes(passes),
      };
    } finally {
      tf.dispose(passes as unknown as tf.TensorContainer);
    }
  }

  private pass(batch: PerModality<tf.Tensor>, present: PerModality<tf.Tensor2D> | undefined): Pass {
    const { model } = this;
    const kept = tf.tidy(() => {
      const context = { training: false, random: new Random(this.config.seed).fork('validation') };
      const state = model.forward(batch, context, model.codebookState, present);
      const losses: Record<string, tf.Scalar> = {};
      for (const { name, objective } of this.objectives.list) {
        for (const [term, loss] of Object.entries(objective.terms?.(state).losses ?? {})) losses[`${name}/${term}`] = loss;
      }
      const table = model.codebook.table(state.codebook);
      const centred = tf.sub<tf.Tensor2D>(table, tf.mean(table, 0));
      const vectors = perModality(state.modalities, (m) => clipVectors(forModality(state.indices, m), centred));
      const pass: Pass = { losses, vectors, indices: state.indices };
      return pass as unknown as tf.TensorContainer;
    });
    return kept as unknown as Pass;
  }

  /** Of the pairs of modalities that at least two clips have; nothing where there is none. */
  private async retrieval(passes: readonly Pass[]): Promise<Pick<ValidationRecord, 'retrieval'>> {
    const directions: Record<string, number> = {};
    const chances: number[] = [];
    for (const [a, b] of pairsOf(this.model.training.participants)) {
      const rows = this.rowsWith(a, b);
      const clips = rows.length;
      if (clips < 2) continue;
      const all = (m: string) => tf.gather(tf.concat(passes.map(({ vectors }) => forModality(vectors, m))), tf.tensor1d(rows, 'int32'));
      const similarity = tf.tidy(() => tf.matMul(all(a), all(b), false, true));
      const [forth, back] = [similarity, tf.transpose(similarity)];
      directions[`${a}->${b}`] = meanReciprocalRank({ data: await forth.data(), shape: [clips, clips] });
      directions[`${b}->${a}`] = meanReciprocalRank({ data: await back.data(), shape: [clips, clips] });
      chances.push(retrievalChance(clips));
      tf.dispose([forth, back]);
    }
    if (chances.length === 0) return {};
    return { retrieval: { mean: meanOf(Object.values(directions)), chance: meanOf(chances), directions } };
  }

  /** Which of the held-out clips, in their order, have both modalities. */
  private rowsWith(a: string, b: string): Int32Array {
    const { batches, split } = this.clips;
    const clips = batches.flatMap((rows) => [...rows]);
    const lengths = lengthsOf({ dataset: this.dataset, split, modalities: [a, b] });
    const has = (m: string, clip: number) => lengths === undefined || (forModality(lengths, m)[clip] as number) > 0;
    return Int32Array.from(clips.keys()).filter((row) => has(a, clips[row] as number) && has(b, clips[row] as number));
  }

  private async codes(passes: readonly Pass[]): Promise<ValidationRecord['codes']> {
    const entries = this.model.training.participants.map(async (m) => {
      const blocks = await Promise.all(passes.map(({ indices }) => forModality(indices, m).data()));
      return [m, blocks.flatMap((block) => Array.from(block).filter((code) => code >= 0))] as const;
    });
    return codeUse(Object.fromEntries(await Promise.all(entries)), this.model.codebook.codeCount);
  }
}

/** The sum of an objective's losses. */
export function sumOf(losses: Readonly<Record<string, number>>, objective: string): number {
  return Object.entries(losses).reduce((sum, [name, value]) => (name.startsWith(`${objective}/`) ? sum + value : sum), 0);
}

const meanOf = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

/** Code indices [B, T, L], -1 for what is not there, -> unit vectors [B, D]; a clip of nothing but the mean code is zeros. */
function clipVectors(indices: tf.Tensor3D, table: tf.Tensor2D): tf.Tensor2D {
  const hits = tf.oneHot(indices.reshape([indices.shape[0], -1]), table.shape[0]).cast('float32');
  const vectors = tf.matMul(tf.mean(hits, 1) as tf.Tensor2D, table);
  return vectors.mul<tf.Tensor2D>(tf.rsqrt(vectors.square().sum(1, true).add(1e-12)));
}

async function meanLosses(passes: readonly Pass[]): Promise<Record<string, number>> {
  const names = Object.keys(passes[0]?.losses ?? {});
  const values = await Promise.all(
    names.map((name) => Promise.all(passes.map(async ({ losses }) => (await losses[name]?.data())?.[0] ?? NaN))),
  );
  return Object.fromEntries(names.map((name, i) => [name, (values[i] ?? []).reduce((sum, value) => sum + value, 0) / passes.length]));
}
