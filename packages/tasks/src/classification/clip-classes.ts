import { type ClipValues, CmgError, inMemory, type TaskSource } from '@cmg/core';

/** The class of each clip. */
export async function clipClasses({ dataset, split }: Pick<TaskSource, 'dataset' | 'split'>): Promise<ClipValues> {
  const { clipClasses } = await dataset.labels(split);
  const wrong = clipClasses.findIndex((label) => !(label >= 0 && label < dataset.classes.length));
  if (wrong >= 0) {
    throw new CmgError(`its class is ${clipClasses[wrong]}; expected 0 to ${dataset.classes.length - 1}`, {
      where: `labels of ${split}, clip ${wrong}`,
    });
  }
  return inMemory({ data: Float32Array.from(clipClasses), shape: [clipClasses.length] });
}
