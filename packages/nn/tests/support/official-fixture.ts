import type { NdArray } from '@cmg/core';
import { readSafetensors } from '@cmg/formats';
import * as tf from '@tensorflow/tfjs';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

const folder = (file: string): string => fileURLToPath(new URL(`../../../../fixtures/official/${file}`, import.meta.url));

interface FixtureSizes {
  readonly D: number;
  readonly feed_forward: number;
  readonly specific_dim: Readonly<Record<string, number>>;
  readonly steps: readonly { readonly recon: Readonly<Record<string, number>>; readonly grad_norm_before_clip: Readonly<Record<string, number>> }[];
}

/** What the official code computed in its first step, with the weights that it started from. */
export interface OfficialFixture {
  readonly sizes: FixtureSizes;
  /** A recorded tensor, as the caller's. */
  tensor(name: string): tf.Tensor;
  /** An initial weight. */
  readInitial(module: string, name: string): NdArray | undefined;
  /** The gradient of the first step's loss, before clipping. */
  readGradient(module: string, name: string): NdArray | undefined;
}

export async function officialFixture(variant: 'av' | 'at' | 'avt'): Promise<OfficialFixture> {
  const sizes = JSON.parse(await readFile(folder(`${variant}.json`), 'utf8')) as FixtureSizes;
  const { tensors } = await readSafetensors(folder(`${variant}.safetensors`));
  return {
    sizes,
    tensor(name) {
      const array = tensors.get(name);
      if (array === undefined) throw new RangeError(`the fixture has no ${name}`);
      return tf.tensor(Float32Array.from(array.data), [...array.shape]);
    },
    readInitial: (module, name) => tensors.get(`init/${module}/${name}`),
    readGradient: (module, name) => tensors.get(`step0/grad/${module}/${name}`),
  };
}
