import type { Dataset } from '@cmg/core';
import { cacheRoot } from '@cmg/runtime';
import { cacheCodes, type CodeCache } from '@cmg/tasks';
import { join } from 'node:path';
import type { Run } from '../runs/open-run.js';

/** The codes of a data set by a trained run; they are kept in the cache folder, so that nobody need encode again. */
export async function runCodes({ model, checkpoint }: Pick<Run, 'model' | 'checkpoint'>, dataset: Dataset): Promise<CodeCache> {
  const { modalities, width, data, codebook, vocabulary } = model;
  const encoder = {
    modalities,
    width,
    segments: data.segments,
    levels: codebook.levels,
    embedding: vocabulary,
    encode: model.encode.bind(model),
  };
  return cacheCodes({ encoder, dataset, disk: { directory: join(cacheRoot(), 'codes'), run: checkpoint } });
}
