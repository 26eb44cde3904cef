import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

/** The version of tfjs-node that matches our tfjs, and the TensorFlow version whose library replaces its download. */
export const TFJS_NODE_VERSION = '4.22.0';
export const TENSORFLOW_VERSION = '2.21.0';

/** The newest binding interface that tfjs-node supports; Node 20 and later all serve it. */
export const NAPI = 8;

/**
 * Native TensorFlow as npm packages with the arguments of their installers; `wheels.mjs` has where their library is taken from instead.
 *
 * @typedef {{ readonly kind: 'cpu' | 'gpu', readonly npm: string, readonly installerArguments: readonly string[] }} NativePackage
 * @type {{ readonly cpu: NativePackage, readonly gpu: NativePackage }}
 */
export const NATIVE_PACKAGES = {
  cpu: { kind: 'cpu', npm: '@tensorflow/tfjs-node', installerArguments: [] },
  gpu: { kind: 'gpu', npm: '@tensorflow/tfjs-node-gpu', installerArguments: ['gpu', 'download'] },
};

/** The `node_modules` folder of the tfjs that every package of ours imports. */
export function tfjsModules() {
  const tfjs = createRequire(import.meta.url).resolve('@tensorflow/tfjs/package.json');
  return join(dirname(tfjs), '../..');
}

/**
 * The folder of a project in whose `node_modules` a native package is provided. It lies below that of tfjs, so that both
 * share one instance; and npm leaves alone what begins with a dot there, whatever it installs or prunes.
 */
export function nativeHome(npmName) {
  return join(tfjsModules(), '.cmg', shortName(npmName));
}

/** What we add to tfjs-node's binding where we compile it. */
export const ADDITIONS = join(import.meta.dirname, 'binding');

/** The key of a native package in the cache; `v2` changes with what such a folder contains, the last part with what we compile. */
export function cacheKey(npmName) {
  const versions = `${TFJS_NODE_VERSION}-tf${TENSORFLOW_VERSION}-${process.platform}-${process.arch}-napi${NAPI}`;
  return `${shortName(npmName)}-${versions}-v2-${hashOf(ADDITIONS)}`;
}

function hashOf(folder) {
  const hash = createHash('sha256');
  for (const name of readdirSync(folder).sort()) hash.update(name).update(readFileSync(join(folder, name)));
  return hash.digest('hex').slice(0, 8);
}

/** `tfjs-node` of `@tensorflow/tfjs-node`. */
export const shortName = (npmName) => npmName.split('/')[1];

/** Loads a native package as it is found in folder `home`: what is provided there, else what the user has installed beside tfjs. */
export function loadNative(npmName, home = nativeHome(npmName)) {
  return createRequire(join(home, 'package.json'))(npmName);
}
