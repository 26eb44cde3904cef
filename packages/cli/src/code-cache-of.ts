import type { Dataset } from '@cmg/core';
import { cacheRoot } from '@cmg/runtime';
import { cacheCodes, type CodeCache } from '@cmg/tasks';
import type { Model } from '@cmg/trainer';
import { join } from 'node:path';
import { checkpointHash } from './checkpoint-hash.js';
import { frozenEncoder } from './frozen-encoder.js';

/** The codes of a data set by a trained run; they are kept in the cache folder, so that later commands need not encode again. */
export async function codeCacheOf(model: Model, dataset: Dataset, folder: string): Promise<CodeCache> {
  const disk = { directory: join(cacheRoot(), 'codes'), run: await checkpointHash(folder) };
  return cacheCodes({ encoder: frozenEncoder(model), dataset, disk });
}
