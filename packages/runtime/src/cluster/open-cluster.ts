import { lookup } from 'node:dns/promises';
import { networkInterfaces } from 'node:os';
import { setTimeout as wait } from 'node:timers/promises';
import { CmgError } from '@cmg/core';
import { type ClusterBinding, isClusterBinding, type NativeBackend, nativeBackend } from '../native/native-backend.js';
import { openBackend } from '../open-backend.js';
import { Collectives } from './collectives.js';
import type { ClusterSpec } from './cluster-spec.js';
import type { Replicas } from './replicas.js';

/** After a failure the others have time to see whose it was before this process, too, is gone; ms. */
const GRACE = 5000;

/**
 * Opens native TensorFlow as one rank of a cluster: it listens at its address, without asking who calls, and the ranks compute together what is `gather`ed and `sum`med.
 * No backend may be open yet.
 *
 * @throws CmgError of kind `usage` where native TensorFlow has not the binding that we compile
 */
export async function openCluster(spec: ClusterSpec): Promise<Replicas> {
  if (process.platform !== 'linux') throw notHere(`this is ${process.platform}`);
  const environment = { CMG_CLUSTER_SERVER: serverDef(spec), ...(await ownAddress(spec)) };
  Object.assign(process.env, environment);
  // What fails is thrown, too, and then said in words.
  process.env['TF_CPP_MIN_LOG_LEVEL'] ??= '3';
  try {
    await openBackend('native');
  } catch (cause) {
    throw notHere((cause as Error).message, cause);
  } finally {
    for (const name of Object.keys(environment)) Reflect.deleteProperty(process.env, name);
  }
  const backend = nativeBackend() as NativeBackend;
  const { binding } = backend;
  if (!isClusterBinding(binding)) throw notHere("the binding is tfjs-node's own");
  const { rank, workers, timeout } = spec;
  const others = workers.flatMap((_, i) => (i === rank ? [] : [i]));
  try {
    binding.watchPeers(others.map(taskOf), timeout * 1000);
  } catch (cause) {
    throw new CmgError(`rank ${rank} cannot listen at ${workers[rank]}: ${(cause as Error).message}`, {
      hint: 'Each rank needs a free port of its own, and an address of its machine that the others reach.',
      cause,
    });
  }
  const collectives = new Collectives(backend, rank, workers.length);
  return {
    rank,
    count: workers.length,
    gather: (x) => collectives.gather(x),
    sum: (tensors) => collectives.sum(tensors),
    waiting: (f) => {
      binding.setWaiting(true);
      try {
        return f();
      } finally {
        binding.setWaiting(false);
      }
    },
    explain: (error) => explain(error, binding, others, spec),
  };
}

const taskOf = (rank: number): string => `/job:worker/replica:0/task:${rank}`;

/** Where our binding lets the server listen: its own address in the list, if this machine has it (a name of a service it may have not), else all. */
async function ownAddress({ workers, rank }: ClusterSpec): Promise<Readonly<Record<string, string>>> {
  const own = workers[rank] as string;
  const port = own.slice(own.lastIndexOf(':') + 1);
  const found = await lookup(own.slice(0, -port.length - 1).replace(/^\[|\]$/g, '')).catch(() => undefined);
  const ours = Object.values(networkInterfaces()).flatMap((some) => some?.map(({ address }) => address) ?? []);
  const local = found !== undefined && (found.address.startsWith('127.') || ours.includes(found.address));
  return local ? { CMG_CLUSTER_HOST: found.address, CMG_CLUSTER_PORT: port } : {};
}

/** A ServerDef as text. The chunks of 4 KB that it would send otherwise cost up to twice the processor's time. */
function serverDef({ workers, rank }: ClusterSpec): string {
  const tasks = workers.map((address, i) => `tasks { key: ${i} value: "${address}" }`).join(' ');
  const session = `experimental { collective_group_leader: "${taskOf(0)}" recv_buf_max_chunk: -1 }`;
  return `cluster { job { name: "worker" ${tasks} } } job_name: "worker" task_index: ${rank} protocol: "grpc" default_session_config { ${session} }`;
}

function notHere(reason: string, cause?: unknown): CmgError {
  return new CmgError(`several processes cannot train together here: ${reason}`, {
    kind: 'usage',
    hint: 'They need Linux and native TensorFlow with the binding that `cmg setup` compiles. Run it, or train in one process.',
    cause,
  });
}

/** Any failure of a collective operation may come of a rank that is gone. */
async function explain(
  error: unknown,
  binding: ClusterBinding,
  others: readonly number[],
  { workers, timeout }: ClusterSpec,
): Promise<unknown> {
  if (!(error instanceof Error) || error instanceof CmgError || !error.message.includes('TF_Status')) return error;
  const watched = binding.lostPeer();
  const lost = others[watched] ?? (watched === -1 ? others.find((rank) => !binding.isThere(taskOf(rank))) : undefined);
  if (watched === -1 && lost === undefined) return error;
  const named = (rank: number) => `rank ${rank} (${workers[rank]})`;
  const message =
    lost === undefined
      ? `${others.map(named).join(' or ')} has not taken part for ${timeout} s, though its process is there`
      : `${named(lost)} is gone, or has not come or answered for ${timeout} s`;
  await wait(GRACE);
  return new CmgError(message, {
    hint: 'Its own output says why. Start all ranks again with --resume: training goes on from the last checkpoint.',
    cause: error,
  });
}
