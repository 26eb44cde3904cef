import { CmgError, type ComponentConfig, type Components, type Dataset } from '@cmg/core';
import { readJson, writeCache } from '@cmg/formats';
import type { ReportProbe } from '@cmg/report';
import { cacheRoot } from '@cmg/runtime';
import type { TransferResult } from '@cmg/tasks';
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { z } from 'zod';

/**
 * Linear probes of raw features, for the tasks that have them, in each modality that was both labelled and measured. They depend on the
 * data alone: each is kept in the cache folder, so that all runs on the same data have it for nothing.
 */
export async function probeTasks(
  dataset: Dataset,
  { tasks: registry }: Pick<Components, 'tasks'>,
  tasks: readonly ComponentConfig[],
  results: readonly TransferResult[],
): Promise<ReportProbe[]> {
  const probes: ReportProbe[] = [];
  for (const configured of tasks) {
    const { use, options } = configured;
    const task = registry.get(use);
    if (task.probe === undefined) continue;
    const own = results.filter((result) => result.task === task.name && result.from === result.to);
    for (const { to: modality } of own) {
      const file = join(cacheRoot(), 'probes', `${keyOf(dataset, configured, modality)}.json`);
      let score = await keptScore(file);
      if (score === undefined) {
        score = await task.probe(options, { dataset, modality });
        await writeCache(file, JSON.stringify({ task: use, modality, score }));
      }
      probes.push({ task: use, modality, score });
    }
  }
  return probes;
}

/** A score that was computed earlier; undefined where there is none, or none that can be read: it can always be computed again. */
async function keptScore(file: string): Promise<number | undefined> {
  try {
    return (await readJson(file, z.object({ score: z.number() }), { what: 'a kept score', hint: 'Delete it.' })).score;
  } catch (error) {
    if (error instanceof CmgError) return undefined;
    throw error;
  }
}

function keyOf({ fingerprint }: Dataset, { use, options, from }: ComponentConfig, modality: string): string {
  const parts = [fingerprint, use, from?.specifier, from?.version, options, modality];
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 24);
}
