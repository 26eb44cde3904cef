import { readSafetensors } from '@cmg/formats';
import type { NdArray } from '@cmg/core';
import * as tf from '@tensorflow/tfjs';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const file = (name: string) => fileURLToPath(new URL(`../../../fixtures/official/${name}`, import.meta.url));

/** What the official code logged of a step. */
export interface OfficialStep {
  readonly draws: readonly (readonly [string, number | readonly number[]])[];
  readonly commit: Readonly<Record<string, number>>;
  readonly cmcm: number;
  readonly equal_num: number;
  readonly club_mi: Readonly<Record<string, number>>;
  readonly club_neg_loglik: Readonly<Record<string, readonly number[]>>;
  readonly cpc: number;
  readonly recon: Readonly<Record<string, number>>;
  readonly cpc_accuracy: readonly number[];
}

/** The sizes of the recorded model. */
interface OfficialSizes {
  readonly D: number;
  readonly feed_forward: number;
  readonly specific_dim: Readonly<Record<string, number>>;
}

/** Three recorded steps of the official code: see fixtures/README.md. */
export async function officialRun(variant: 'at' | 'av' | 'avt') {
  const { tensors } = await readSafetensors(file(`${variant}.safetensors`));
  const { steps, modalities, ...sizes } = JSON.parse(readFileSync(file(`${variant}.json`), 'utf8')) as OfficialSizes & {
    steps: readonly [OfficialStep, OfficialStep, OfficialStep];
    modalities: readonly string[];
  };
  const array = (name: string): NdArray => {
    const found = tensors.get(name);
    if (found === undefined) throw new RangeError(`the fixture has no ${name}`);
    return found;
  };
  return {
    steps,
    sizes,
    /** In the order in which the official code takes them for CLUB and Cross-CPC. */
    modalities,
    /** In the order in which it updates the codebook. */
    updateOrder: ['audio', 'video', 'text'].filter((m) => modalities.includes(m)),
    /** A weight that the run started from. */
    weight: (module: string, name: string): NdArray | undefined => tensors.get(`init/${module}/${name}`),
    /** The gradient of the first step's loss, before clipping. */
    gradient: (module: string, name: string): NdArray | undefined => tensors.get(`step0/grad/${module}/${name}`),
    values: (name: string): Float32Array => Float32Array.from(array(name).data),
    /** The caller disposes the tensor. */
    tensor: <T extends tf.Tensor>(name: string): T => tf.tensor(Float32Array.from(array(name).data), [...array(name).shape]) as T,
  };
}
