import { CmgError } from '@cmg/core';
import type * as transformers from '@huggingface/transformers';

export type Transformers = typeof transformers;

/**
 * transformers.js, an optional dependency.
 *
 * @param load for tests
 * @throws CmgError of kind `usage` that says how to install it
 */
export async function loadTransformers(
  load: () => Promise<Transformers> = () => import('@huggingface/transformers'),
): Promise<Transformers> {
  try {
    return await load();
  } catch (cause) {
    throw new CmgError(`transformers.js cannot be loaded: ${(cause as Error).message}`, {
      kind: 'usage',
      hint: 'It is an optional package: npm install @huggingface/transformers@4.3.1, where cmg is installed.',
      cause,
    });
  }
}
