import { CmgError, type Dataset } from '@cmg/core';
import type { RunObjectives } from '../model/build-objectives.js';
import type { Model } from '../model/model.js';
import { lengthsOf } from './presence.js';

/**
 * Refuses what would learn from segments that clips lack, before anything is trained.
 *
 * @param split that is read
 * @throws CmgError that names the first objective, or else the codebook, that does not read which segments there are, where clips lack some
 */
export function expectReadsPresent(dataset: Dataset, split: string, model: Model, { list }: Pick<RunObjectives, 'list'>): void {
  const modalities = model.training.participants;
  const lengths = lengthsOf({ dataset, split, modalities });
  if (lengths === undefined) return;
  const unaware = list.find(({ objective }) => objective.readsPresent !== true)?.label;
  if (unaware === undefined && model.codebook.readsPresent === true) return;
  const lacking = modalities.flatMap((m) => {
    const count = lengths[m]?.filter((length) => length < dataset.segments).length ?? 0;
    return count === 0 ? [] : [`${count} clips of '${split}' lack segments of ${m}`];
  });
  throw new CmgError(`takes every segment for one that is there, but ${lacking.join(', ')}`, {
    kind: 'usage',
    where: unaware ?? 'codebook',
    hint: 'Remove it, or use whole clips alone: without `missing: partial` and `fit: own` of the data.',
  });
}
