import { CmgError, type ComponentConfig, type Dataset, labelsIfAny } from '@cmg/core';
import type { OwnClips } from '@cmg/create';
import { createComponents, openDataset } from '@cmg/pipeline';
import { relative, resolve } from 'node:path';

/**
 * What a config for features that `cmg extract` wrote has to know of them.
 *
 * @param folder of the config
 * @throws CmgError of kind `usage` where there is nothing to learn from
 */
export async function ownClips(features: string, folder: string): Promise<OwnClips> {
  const { datasets } = createComponents();
  const options = datasets.get('folder').options.parse({ root: resolve(features), missing: 'partial' }) as ComponentConfig['options'];
  const dataset = await openDataset({ use: 'folder', options }, { datasets });
  try {
    const clips = dataset.splits['train'] ?? 0;
    const modalities = Object.keys(dataset.featureShapes);
    if (clips === 0 || modalities.length < 2) {
      throw new CmgError(
        clips === 0 ? 'has no training clips' : `has features of ${modalities.join()} alone, and codes are learnt from pairs`,
        {
          kind: 'usage',
          where: features,
          hint: clips === 0 ? "Write 'train' in the column `split` of the manifest." : 'Extract another modality of the same clips.',
        },
      );
    }
    const tasks = await labelledTasks(dataset);
    const vectors = modalities.filter((modality) => dataset.featureShapes[modality]?.length === 1);
    const root = relative(resolve(folder), resolve(features)) || '.';
    return { root, clips, segments: dataset.segments, modalities, vectors, tasks, partial: lengthsOf(dataset).includes(0) };
  } finally {
    await dataset.close();
  }
}

/** How many segments clips have where not all have all, of all splits and modalities. */
const lengthsOf = (dataset: Dataset): number[] =>
  Object.keys(dataset.splits).flatMap((split) =>
    Object.keys(dataset.featureShapes).flatMap((modality) => [...(dataset.lengths?.(split, modality) ?? [])]),
  );

/** What can be learnt from labels in training, and measured on the clips of the test: events where some segments have none. */
async function labelledTasks(dataset: Dataset): Promise<string[]> {
  const labels = await Promise.all(
    ['train', 'test'].map((split) => (split in dataset.splits ? labelsIfAny(dataset, split) : Promise.resolve(undefined))),
  );
  if (labels.includes(undefined)) return [];
  const someBackground = labels.some((of) => of && Object.values(of.segmentClasses).some((classes) => classes.includes(-1)));
  // Where an event ends cannot be measured beyond the end of its clip.
  const endEarly = lengthsOf(dataset).some((length) => length > 0 && length < dataset.segments);
  return someBackground && !endEarly ? ['classification', 'localisation'] : ['classification'];
}
