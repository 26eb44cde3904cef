import type { Dataset } from '@cmg/core';
import { cacheRoot } from '@cmg/runtime';
import { cacheCodes, type CodeCache, type FrozenEncoder } from '@cmg/tasks';
import * as tf from '@tensorflow/tfjs';
import { join } from 'node:path';
import type { Run } from '../runs/open-run.js';

/** The codes of a data set by a trained run; they are kept in the cache folder, so that nobody need encode again. */
export async function runCodes({ model, checkpoint }: Pick<Run, 'model' | 'checkpoint'>, dataset: Dataset): Promise<CodeCache> {
  const { modalities, width, data, vocabulary } = model;
  const encode: FrozenEncoder['encode'] = (modality, x) => ({ indices: tf.squeeze(model.encode(modality, x).indices, [2]) });
  const encoder = { modalities, width, segments: data.segments, embedding: vocabulary, encode };
  return cacheCodes({ encoder, dataset, disk: { directory: join(cacheRoot(), 'codes'), run: checkpoint } });
}
