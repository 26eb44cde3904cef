import { CmgError } from '@cmg/core';
import * as tf from '@tensorflow/tfjs';
import { BACKEND_NAMES, parseBackendChoice, type BackendChoice, type BackendName } from './backend-name.js';
import { openNative, type NativeVersions } from './native/open-native.js';
import { openJs } from './open-js.js';
import { adviceFor } from './report/advice.js';
import type { BackendFailure, RuntimeReport } from './report/runtime-report.js';
import { threadCount } from './report/thread-count.js';
import { openWasm } from './wasm/open-wasm.js';

const OPENERS: Readonly<Record<BackendName, () => Promise<NativeVersions | void>>> = {
  gpu: () => openNative('@tensorflow/tfjs-node-gpu'),
  native: () => openNative('@tensorflow/tfjs-node'),
  wasm: openWasm,
  js: openJs,
};

/**
 * Opens TensorFlow and makes it the current backend of `@tensorflow/tfjs`, so that every package that imports tfjs runs
 * on it. `auto` takes the fastest backend that opens; a name takes that one or throws.
 *
 * @param choice default: the environment variable `CMG_BACKEND`, else `auto`
 */
export async function openBackend(choice: BackendChoice = parseBackendChoice(process.env['CMG_BACKEND'])): Promise<RuntimeReport> {
  const requested = parseBackendChoice(choice);
  const failures: BackendFailure[] = [];
  for (const name of requested === 'auto' ? BACKEND_NAMES : [requested]) {
    try {
      const native = await OPENERS[name]();
      return describe(requested, name, failures, native ?? {});
    } catch (error) {
      failures.push({ name, reason: error instanceof Error ? error.message : String(error) });
    }
  }
  const reasons = failures.map(({ name, reason }) => `${name}: ${reason}`).join('; ');
  throw new CmgError(`TensorFlow could not be opened (${reasons}).`, {
    hint: requested === 'auto' ? 'Reinstall the packages.' : 'Run `cmg setup`, or set CMG_BACKEND=auto to take the fastest backend that opens.',
  });
}

function describe(
  requested: BackendChoice,
  backend: BackendName,
  failures: readonly BackendFailure[],
  native: Partial<NativeVersions>,
): RuntimeReport {
  return {
    requested,
    backend,
    failures,
    versions: { node: process.versions.node, tfjs: tf.version_core, ...native },
    threads: threadCount(backend),
    advice: adviceFor(requested, backend),
  };
}
