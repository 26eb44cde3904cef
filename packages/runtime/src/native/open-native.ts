import * as tf from '@tensorflow/tfjs';
import { hasNvidiaGpu, loadNative, restoreLegacyUtil, setNativeDefaults } from '../../provision/index.mjs';
import { registerApplyAdam } from './apply-adam.js';

/** The npm packages of native TensorFlow; each registers the backend `tensorflow` on the one tfjs instance. */
export type NativePackage = '@tensorflow/tfjs-node' | '@tensorflow/tfjs-node-gpu';

/** Facts about the opened native library. */
export interface NativeVersions {
  readonly tfjsNode: string;
  readonly libtensorflow: string;
}

interface NativeModule {
  readonly version: Readonly<Record<string, string>>;
}

interface NativeBackend {
  readonly isUsingGpuDevice: boolean;
  readonly binding: { readonly TF_Version: string };
}

/** Loads a native package and makes its backend current; throws an `Error` whose message is the reason when it cannot. */
export async function openNative(packageName: NativePackage): Promise<NativeVersions> {
  const gpu = packageName === '@tensorflow/tfjs-node-gpu';
  if (gpu && !hasNvidiaGpu()) throw new Error('no NVIDIA GPU was found');
  const { version } = load(packageName);
  await tf.setBackend('tensorflow');
  registerApplyAdam();
  const backend = tf.backend() as unknown as NativeBackend;
  if (gpu && !backend.isUsingGpuDevice) throw new Error('TensorFlow did not find a usable GPU');
  return { tfjsNode: version['tfjs-node'] ?? 'unknown', libtensorflow: backend.binding.TF_Version };
}

function load(packageName: NativePackage): NativeModule {
  restoreLegacyUtil();
  setNativeDefaults(process.env);
  try {
    return loadNative(packageName) as NativeModule;
  } catch (error) {
    throw new Error(reasonOf(error, packageName), { cause: error });
  }
}

function reasonOf(error: unknown, packageName: NativePackage): string {
  const message = error instanceof Error ? error.message : String(error);
  if (message.includes(`Cannot find module '${packageName}'`)) return `the package ${packageName} is not installed`;
  if (message.includes('native addon module')) return `${packageName} is installed without its native library`;
  return message.split('\n', 1)[0] ?? message;
}
