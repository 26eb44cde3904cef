import { readSafetensors, type NamedArray } from '@cmg/core';
import * as tf from '@tensorflow/tfjs';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const file = (name: string) => fileURLToPath(new URL(`../../../../fixtures/official/${name}`, import.meta.url));

export interface OfficialStep {
  readonly draws: readonly (readonly [string, number | readonly number[]])[];
  readonly club_mi: Readonly<Record<string, number>>;
  readonly club_neg_loglik: Readonly<Record<string, readonly number[]>>;
  readonly cpc: number;
  readonly cpc_accuracy: readonly number[];
}

/** The first recorded step of the official code, with the weights that it started from: see fixtures/README.md. */
export async function officialRun(variant: 'at' | 'av' | 'avt') {
  const { tensors } = await readSafetensors(file(`${variant}.safetensors`));
  const { steps, modalities } = JSON.parse(readFileSync(file(`${variant}.json`), 'utf8')) as {
    steps: readonly [OfficialStep];
    modalities: readonly string[];
  };
  const tensor = (name: string): tf.Tensor3D => {
    const { data, shape } = tensors.get(name) as NamedArray;
    return tf.tensor3d(Float32Array.from(data), shape as [number, number, number]);
  };
  const perModality = (name: string) => Object.fromEntries(modalities.map((m) => [m, tensor(`step0/${name}/${m}`)]));
  const specific = (m: string) => tensor(m === 'video' ? 'step0/club_feature/video' : `step0/specific/${m}`);
  return {
    step: steps[0],
    /** In the order in which the official code takes them for CLUB and Cross-CPC. */
    modalities,
    semantic: perModality('semantic'),
    quantized: perModality('quantized'),
    clubView: Object.fromEntries(modalities.map((m) => [m, specific(m)])),
    initial: (module: string, name: string) => tensors.get(`init/${module}/${name}`),
    gradient: (module: string, name: string) => tensors.get(`step0/grad/${module}/${name}`) as NamedArray,
  };
}
