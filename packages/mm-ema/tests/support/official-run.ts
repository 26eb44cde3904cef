import { readSafetensors } from '@cmg/core';
import * as tf from '@tensorflow/tfjs';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const file = (name: string) => fileURLToPath(new URL(`../../../../fixtures/official/${name}`, import.meta.url));

export interface OfficialStep {
  readonly commit: Readonly<Record<string, number>>;
  readonly cmcm: number;
}

/** Three recorded steps of the official code: see fixtures/README.md. */
export async function officialRun(variant: 'at' | 'av' | 'avt') {
  const { tensors } = await readSafetensors(file(`${variant}.safetensors`));
  const { steps } = JSON.parse(readFileSync(file(`${variant}.json`), 'utf8')) as { steps: OfficialStep[] };
  const values = (name: string): Float32Array => Float32Array.from(tensors.get(name)?.data ?? []);
  const tensor = <T extends tf.Tensor>(name: string): T => tf.tensor(values(name), [...(tensors.get(name)?.shape ?? [])]) as T;
  /** The official code takes audio, video, text in turn, whichever of them there are. */
  const modalities = ['audio', 'video', 'text'].filter((m) => tensors.has(`step0/semantic/${m}`));
  return { steps, modalities, values, tensor };
}

/** Largest difference between a tensor and recorded values. */
export function gap(actual: tf.Tensor, expected: ArrayLike<number>): number {
  return Array.from(actual.dataSync()).reduce((most, value, i) => Math.max(most, Math.abs(value - (expected[i] as number))), 0);
}
