import type { Codebook, ObjectiveBuild } from '@cmg/core';
import { type EmaState, sharedCodebook } from '../../src/index.js';

/** A codebook of the kind `shared`. */
export function codebookFor(size: number, width: number, modalities: readonly string[], options: object = {}): Codebook<EmaState> {
  return sharedCodebook.create(sharedCodebook.options.parse({ size, ...options }), { width, modalities });
}

/** What an objective that only changes the codebook reads of its build. */
export function buildFor(codebook: Codebook<EmaState>): ObjectiveBuild {
  const build: Partial<ObjectiveBuild> = { codebook };
  return build as ObjectiveBuild;
}
