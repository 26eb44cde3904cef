import { createHash } from 'node:crypto';
import { CmgError } from '@cmg/core';
import { compile, type Compiled, type Replicas } from '@cmg/runtime';
import * as tf from '@tensorflow/tfjs';
import type { Model } from '../model/model.js';

/** Numbers of a fingerprint, 16 bits each: floats that are exact. */
const LENGTH = 4;

/** What the processes that train one model decide, and check, together. Each calls the same at the same places. */
export class Agreement {
  private readonly sum: Compiled<tf.Tensor, tf.Tensor>;
  private readonly gather: Compiled<tf.Tensor, tf.Tensor>;

  constructor(private readonly replicas: Replicas) {
    // Compiled, since an operation that is called by itself is another one each time, of which TensorFlow remembers all.
    this.sum = compile((x: tf.Tensor) => replicas.sum([x])[0] as tf.Tensor);
    this.gather = compile((x: tf.Tensor) => replicas.gather(x));
  }

  /** Which of the flags is set on any process. */
  async any(...flags: readonly boolean[]): Promise<boolean[]> {
    if (this.replicas.count === 1) return [...flags];
    return (await this.together(this.sum, tf.tensor1d(flags.map(Number)))).map((count) => count > 0);
  }

  /** @throws CmgError that names the first process whose weights, codes or step are not those of the first */
  async expectSame(model: Model, step: number): Promise<void> {
    const { count } = this.replicas;
    if (count === 1) return;
    const own = await fingerprint(model, step);
    const all = await this.together(this.gather, tf.tensor2d(own, [1, LENGTH]));
    const of = (rank: number) => all.slice(rank * LENGTH, (rank + 1) * LENGTH).join();
    const other = Array.from({ length: count }, (_, rank) => rank).find((rank) => of(rank) !== of(0));
    if (other === undefined) return;
    throw new CmgError(`rank ${other} has other weights than rank 0 before step ${step + 1}`, {
      hint:
        'All ranks need the same version of everything, the same config and data, and see the same folder of the run. If they had the same weights at ' +
        'first, their processors round differently: use machines of one kind.',
    });
  }

  dispose(): void {
    this.sum.dispose();
    this.gather.dispose();
  }

  private async together(compiled: Compiled<tf.Tensor, tf.Tensor>, x: tf.Tensor): Promise<number[]> {
    const result = this.replicas.waiting(() => compiled.run(x));
    try {
      return [...(await result.data())];
    } finally {
      tf.dispose([x, result]);
    }
  }
}

async function fingerprint(model: Model, step: number): Promise<number[]> {
  const hash = createHash('sha256').update(String(step));
  for (const tensor of [...model.parameters.values(), ...Object.values(model.hasCodes ? model.codebookState : {})])
    hash.update(await tensor.data());
  return [...new Uint16Array(new Uint8Array(hash.digest()).buffer, 0, LENGTH)];
}
