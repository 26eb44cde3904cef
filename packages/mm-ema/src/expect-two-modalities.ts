import { CmgError, type ObjectiveBuild } from '@cmg/core';

/**
 * Refuses a run of one modality where there would be nothing to pair: an objective that silently did nothing would look as
 * if it were tried.
 *
 * @throws CmgError
 */
export function expectTwoModalities(objective: string, { modalities }: ObjectiveBuild, hint: string): void {
  if (modalities.length >= 2) return;
  const has = modalities.length === 0 ? 'none' : `only '${modalities[0]}'`;
  throw new CmgError(`pairs modalities, but this run has ${has}`, { where: objective, kind: 'usage', hint });
}
