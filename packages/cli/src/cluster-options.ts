import { CmgError } from '@cmg/core';
import {
  ALONE,
  type BackendChoice,
  checkClusterSpec,
  type ClusterSpec,
  openBackend,
  openCluster,
  parseTfConfig,
  type Replicas,
} from '@cmg/runtime';
import type { Command } from 'commander';
import { integerOption } from './list-option.js';

export interface ClusterOptions {
  readonly workers?: string;
  readonly rank?: number;
  readonly timeout: number;
}

/** Seconds, unless `--timeout` says otherwise. */
export const TIMEOUT = 60;

export function withClusterOptions(command: Command): Command {
  return command
    .option(
      '--workers <list>',
      'train with these processes, one host:port each, separated by commas; default: what TF_CONFIG says, else this one',
    )
    .option('--rank <n>', 'which of them this is, from 0', integerOption(0))
    .option('--timeout <seconds>', 'how long the others wait for a process that does not come or answer', integerOption(1), TIMEOUT);
}

/** Which processes train together, by the options or the variable TF_CONFIG; undefined where this one trains alone. */
export function askedCluster({ workers, rank, timeout }: ClusterOptions, env: NodeJS.ProcessEnv = process.env): ClusterSpec | undefined {
  if ((workers === undefined) !== (rank === undefined)) {
    throw new CmgError('say both, or neither', {
      kind: 'usage',
      where: '--workers and --rank',
      hint: 'Each process is given the same list of all and its own place in it; `cmg launch` does so on one machine.',
    });
  }
  const text = env['TF_CONFIG']?.trim();
  const spec =
    workers !== undefined
      ? checkClusterSpec({ workers: workers.split(','), rank: rank as number, timeout }, '--workers')
      : text
        ? parseTfConfig(text, timeout)
        : undefined;
  return spec?.workers.length === 1 ? undefined : spec;
}

/** Opens TensorFlow for one process, or as one of several. */
export async function openReplicas(
  spec: ClusterSpec | undefined,
  choice: BackendChoice,
): Promise<{ readonly backend: string; readonly replicas: Replicas }> {
  if (spec === undefined) return { backend: (await openBackend(choice)).backend, replicas: ALONE };
  if (choice !== 'auto' && choice !== 'native') {
    throw new CmgError(`several processes train together on native TensorFlow alone, not on '${choice}'`, {
      kind: 'usage',
      where: '--backend',
    });
  }
  return { backend: 'native', replicas: await openCluster(spec) };
}
