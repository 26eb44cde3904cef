import { CmgError } from '@cmg/core';
import { z } from 'zod';

/** Which processes a cluster has, and which of them this is. */
export interface ClusterSpec {
  /** `host:port` of each rank, where it listens and the others reach it. */
  readonly workers: readonly string[];
  readonly rank: number;
  /** Seconds that a rank may take to come, or to answer, before the others give it up. */
  readonly timeout: number;
}

const ADDRESS = /^(\[[\da-fA-F:]+\]|[^\s:,"\\]+):\d{1,5}$/;

/** @throws CmgError of kind `usage` where it is none */
export function checkClusterSpec({ workers, rank, timeout }: ClusterSpec, where: string): ClusterSpec {
  const fault = (message: string, hint: string) => new CmgError(message, { kind: 'usage', where, hint });
  const wrong = workers.find((address) => !ADDRESS.test(address));
  if (wrong !== undefined) throw fault(`'${wrong}' is not an address`, 'Give each as host:port, for example 10.0.0.1:3700.');
  const twice = workers.find((address, i) => workers.indexOf(address) !== i);
  if (twice !== undefined) throw fault(`${twice} is named twice`, 'Each rank has an address of its own.');
  if (!Number.isInteger(rank) || rank < 0 || rank >= workers.length) {
    throw fault(`there is no rank ${rank} of ${workers.length} processes`, `Ranks are 0 to ${workers.length - 1}.`);
  }
  if (!(timeout > 0)) throw fault(`a timeout of ${timeout} seconds`, 'Give more than 0.');
  return { workers, rank, timeout };
}

const tfConfig = z.object({
  cluster: z.record(z.string(), z.array(z.string())),
  task: z.object({ type: z.string(), index: z.int() }),
});

/**
 * The cluster that the variable `TF_CONFIG` of TensorFlow, Kubeflow and the cloud trainers describes: a chief, if there is one, is rank 0,
 * and workers follow.
 *
 * @throws CmgError of kind `usage` where it is no such text
 */
export function parseTfConfig(text: string, timeout: number): ClusterSpec {
  const where = 'TF_CONFIG';
  const hint = 'It is {"cluster": {"worker": ["host:port", …]}, "task": {"type": "worker", "index": 0}}.';
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (cause) {
    throw new CmgError(`not JSON: ${(cause as Error).message}`, { kind: 'usage', where, hint, cause });
  }
  const parsed = tfConfig.safeParse(json);
  if (!parsed.success) throw new CmgError(z.prettifyError(parsed.error), { kind: 'usage', where, hint });
  const { cluster, task } = parsed.data;
  const other = [...Object.keys(cluster), task.type].find((type) => type !== 'chief' && type !== 'worker');
  if (other !== undefined) {
    throw new CmgError(`there is a '${other}'; only workers, and a chief, train here`, { kind: 'usage', where, hint });
  }
  const chiefs = cluster['chief'] ?? [];
  const rank = task.type === 'chief' ? task.index : chiefs.length + task.index;
  return checkClusterSpec({ workers: [...chiefs, ...(cluster['worker'] ?? [])], rank, timeout }, where);
}
