import { CmgError } from './cmg-error.js';
import type { ObjectiveBuild } from './objective.js';

/** Each two of a list once, in its order: [a, b, c] -> [a, b], [a, c], [b, c]. */
export function pairsOf<T>(items: readonly T[]): (readonly [T, T])[] {
  return items.flatMap((a, i) => items.slice(i + 1).map((b) => [a, b] as const));
}

/**
 * For an objective that pairs modalities: refuses a run of one, in which it would silently do nothing and look as if it had been tried.
 *
 * @throws CmgError of kind `usage` if the run has fewer than two modalities
 */
export function expectTwoModalities(
  objective: string,
  { modalities }: Pick<ObjectiveBuild, 'modalities'>,
  hint = 'Add a modality, or remove this objective.',
): void {
  if (modalities.length >= 2) return;
  const has = modalities.length === 0 ? 'none' : `only '${modalities[0]}'`;
  throw new CmgError(`pairs modalities, but this run has ${has}`, { where: objective, kind: 'usage', hint });
}
