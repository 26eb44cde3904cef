import { Random } from '@cmg/core';
import * as tf from '@tensorflow/tfjs';
import type { OpCase } from './op-cases.js';

/** The results of an operation on one backend. */
export interface CaseResult {
  readonly shape: readonly number[];
  readonly value: readonly number[];
  readonly gradients: readonly (readonly number[])[];
  /** The increase in the number of tensors and buffers. */
  readonly leaked: number;
}

/** Runs an operation and its gradients on the backend of this name, on inputs drawn from the seed. */
export async function runCase(backend: string, { name, shapes, op, domain, forwardOnly }: OpCase, seed: number): Promise<CaseResult> {
  await tf.setBackend(backend);
  const random = new Random(seed).fork(name);
  const draw = (shape: readonly number[], map = (value: number) => value) =>
    tf.tensor(
      Float32Array.from({ length: tf.util.sizeFromShape([...shape]) }, () => map(random.uniform(-2, 2))),
      [...shape],
    );
  const before = tf.memory().numTensors + tf.engine().backend.numDataIds();
  soilMemory();
  const inputs = shapes.map((shape) => draw(shape, domain));
  const output = tf.tidy(() => op(...inputs));
  const upstream = draw(output.shape);
  const gradients = forwardOnly ? [] : tf.grads(op)(inputs, upstream);
  const result = {
    shape: output.shape,
    value: [...(await output.data())],
    gradients: await Promise.all(gradients.map(async (gradient) => [...(await gradient.data())])),
  };
  tf.dispose([inputs, output, upstream, gradients]);
  return { ...result, leaked: tf.memory().numTensors + tf.engine().backend.numDataIds() - before };
}

/** Fills memory with NaN and frees it, to expose a kernel that assumes zeroed output. */
function soilMemory(): void {
  const soil = Array.from({ length: 200 }, (_, i) => tf.fill([8 * (1 + i)], Number.NaN));
  tf.dispose(soil);
}
