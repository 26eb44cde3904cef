import { sharedCodebook } from '@cmg/codebook';
import type { Codebook, ObjectiveBuild } from '@cmg/core';

/** What an objective of this package reads of a build. */
export function build(...modalities: string[]): ObjectiveBuild {
  const codebook = sharedCodebook.create(sharedCodebook.options.parse({}), { width: 2, modalities }) as Codebook;
  return { modalities, codebook } as unknown as ObjectiveBuild;
}
