import type { Initializer } from '@cmg/core';

const count = (shape: readonly number[]): number => shape.reduce((product, size) => product * size, 1);

/** Uniform in [-bound, bound). PyTorch's default for an affine map is the bound 1 / sqrt(inputs of one output). */
export function uniformInitializer(bound: number): Initializer {
  return (shape, random) => random.uniforms(count(shape), -bound, bound);
}

/** The same value everywhere. */
export function constantInitializer(value: number): Initializer {
  return (shape) => new Float32Array(count(shape)).fill(value);
}
