import { type ClipValues, CmgError, inMemory, type TaskSource } from '@cmg/core';

/**
 * The events of each segment in the labelled or measured modality, with background as the last column:
 * [T, C + 1] a clip, 1 where a segment has the class, background where it has none.
 *
 * From `events`, where segments may have several classes at once, else from `segments`.
 *
 * @throws CmgError where the data has no labels of segments in this modality, or a class that does not exist.
 */
export async function eventTargets({ dataset, split, modality }: TaskSource): Promise<ClipValues> {
  const where = `labels of ${split}, ${modality}`;
  const labels = await dataset.labels(split);
  const classes = dataset.classes.length;
  const events = labels.events?.[modality];
  const segments = labels.segmentClasses[modality];
  if (events === undefined && segments === undefined) {
    throw new CmgError('there are no classes of segments', {
      kind: 'usage',
      where,
      hint: 'Localisation needs the on- and offsets of events in each modality that it reads.',
    });
  }
  const rows = labels.clipClasses.length * dataset.segments;
  const width = classes + 1;
  const data = new Float32Array(rows * width);
  for (let row = 0; row < rows; row++) {
    const own = data.subarray(row * width, (row + 1) * width);
    if (events !== undefined) own.set(events.subarray(row * classes, (row + 1) * classes));
    else markOne(own, segments?.[row] as number, where, row);
    if (own.every((value) => value === 0)) own[classes] = 1;
  }
  return inMemory({ data, shape: [labels.clipClasses.length, dataset.segments, width] });
}

/** Marks the one class of a segment; -1 is background. */
function markOne(columns: Float32Array, label: number, where: string, row: number): void {
  const classes = columns.length - 1;
  if (!(label >= -1 && label < classes)) {
    throw new CmgError(`the class of segment ${row} is ${label}; expected -1 (background) to ${classes - 1}`, { where });
  }
  if (label >= 0) columns[label] = 1;
}
