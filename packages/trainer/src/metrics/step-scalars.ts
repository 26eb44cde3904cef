import type { StepNumbers } from '@cmg/core';
import * as tf from '@tensorflow/tfjs';

interface Kept {
  readonly step: number;
  readonly names: StepNumbers<unknown>;
  readonly values: tf.Tensor1D;
}

const GROUPS = ['losses', 'metrics', 'gradientNorms'] as const;

function flat<Value>(numbers: StepNumbers<Value>): Value[] {
  return [numbers.total, ...GROUPS.flatMap((group) => Object.values(numbers[group]))];
}

/**
 * Keeps the scalars of steps on the device, one small tensor a step, until they are read together: a step itself never
 * waits for the device.
 */
export class StepScalars {
  private kept: Kept[] = [];

  /** How many it keeps. */
  get tensors(): number {
    return this.kept.length;
  }

  /** Copies the scalars of a step; the caller keeps its tensors. */
  add(step: number, scalars: StepNumbers<tf.Scalar>): void {
    const values = tf.keep(tf.stack(flat(scalars)) as tf.Tensor1D);
    const namesOf = (group: (typeof GROUPS)[number]) => Object.fromEntries(Object.keys(scalars[group]).map((name) => [name, 0]));
    const names = { total: 0, losses: namesOf('losses'), metrics: namesOf('metrics'), gradientNorms: namesOf('gradientNorms') };
    this.kept.push({ step, names, values });
  }

  /** The numbers of all steps since the last call, in order; empties the store. */
  async read(): Promise<{ readonly step: number; readonly numbers: StepNumbers }[]> {
    const { kept } = this;
    if (kept.length === 0) return [];
    const joined = tf.concat1d(kept.map(({ values }) => values));
    this.dispose();
    const data = await joined.data();
    joined.dispose();
    let at = 0;
    const take = (group: Readonly<Record<string, unknown>>) =>
      Object.fromEntries(Object.keys(group).map((name) => [name, data[at++] as number]));
    return kept.map(({ step, names }) => ({
      step,
      numbers: {
        total: data[at++] as number,
        losses: take(names.losses),
        metrics: take(names.metrics),
        gradientNorms: take(names.gradientNorms),
      },
    }));
  }

  dispose(): void {
    for (const { values } of this.kept) values.dispose();
    this.kept = [];
  }
}
