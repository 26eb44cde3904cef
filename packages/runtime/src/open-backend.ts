import { CmgError } from '@cmg/core';
import * as tf from '@tensorflow/tfjs';
import { BACKEND_NAMES, type BackendChoice, type BackendName, parseBackendChoice } from './backend-name.js';
import { type NativeVersions, openNative } from './native/open-native.js';
import { openJs } from './open-js.js';
import { adviceFor } from './report/advice.js';
import type { BackendFailure, RuntimeReport } from './report/runtime-report.js';
import { nativeThreads } from './threads.js';
import { openWasm } from './wasm/open-wasm.js';

/** Facts about an opened backend. */
interface Opened {
  readonly versions?: NativeVersions;
  readonly threads: number;
}

const OPENERS: Readonly<Record<BackendName, () => Promise<Opened>>> = {
  gpu: async () => ({ versions: await openNative('@tensorflow/tfjs-node-gpu'), threads: nativeThreads() }),
  native: async () => ({ versions: await openNative('@tensorflow/tfjs-node'), threads: nativeThreads() }),
  wasm: async () => ({ threads: await openWasm() }),
  js: async () => openJs().then(() => ({ threads: 1 })),
};

/**
 * Opens TensorFlow and makes it the current backend of `@tensorflow/tfjs`, so that every package that imports tfjs runs
 * on it. `auto` takes the fastest backend that opens; a name opens that one or throws.
 *
 * @param choice default: the environment variable `CMG_BACKEND`, else `auto`
 */
export async function openBackend(choice: BackendChoice = parseBackendChoice(process.env['CMG_BACKEND'])): Promise<RuntimeReport> {
  const requested = parseBackendChoice(choice);
  const failures: BackendFailure[] = [];
  for (const name of requested === 'auto' ? BACKEND_NAMES : [requested]) {
    try {
      return describe(requested, name, failures, await OPENERS[name]());
    } catch (error) {
      failures.push({ name, reason: error instanceof Error ? error.message : String(error) });
    }
  }
  const reasons = failures.map(({ name, reason }) => `${name}: ${reason}`).join('; ');
  throw new CmgError(`TensorFlow could not be opened (${reasons}).`, {
    hint:
      requested === 'auto' ? 'Reinstall the packages.' : 'Run `cmg setup`, or set CMG_BACKEND=auto to take the fastest backend that opens.',
  });
}

function describe(
  requested: BackendChoice,
  backend: BackendName,
  failures: readonly BackendFailure[],
  { versions, threads }: Opened,
): RuntimeReport {
  return {
    requested,
    backend,
    failures,
    versions: { node: process.versions.node, tfjs: tf.version_core, ...versions },
    threads,
    advice: adviceFor(requested, backend),
  };
}
