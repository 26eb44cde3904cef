import type { Dataset, Labels } from './dataset.js';

/** Labels of a split; undefined where the data or this split has none. */
export async function labelsIfAny(
  dataset: Pick<Dataset, 'classes' | 'labelledSplits' | 'labels'>,
  split: string,
): Promise<Labels | undefined> {
  const has = dataset.classes.length > 0 && (dataset.labelledSplits?.includes(split) ?? true);
  return has ? dataset.labels(split) : undefined;
}
