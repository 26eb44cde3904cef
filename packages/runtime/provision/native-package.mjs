import { createRequire } from 'node:module';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** The version of tfjs-node that matches our tfjs, and the TensorFlow version whose library replaces its download. */
export const TFJS_NODE_VERSION = '4.22.0';
export const TENSORFLOW_VERSION = '2.21.0';

/** The newest binding interface that tfjs-node supports; Node 20 and later all serve it. */
export const NAPI = 8;

/**
 * Sources of native TensorFlow: an npm package with its installer's arguments, and the PyPI package that contains
 * its library, with pip's arguments.
 *
 * @typedef {{ npm: string, installerArguments: string[], pypi: string, pipArguments: string[] }} NativePackage
 * @type {{ readonly cpu: NativePackage, readonly gpu: NativePackage }}
 */
export const NATIVE_PACKAGES = {
  cpu: {
    npm: '@tensorflow/tfjs-node',
    installerArguments: [],
    pypi: `tensorflow-cpu==${TENSORFLOW_VERSION}`,
    pipArguments: ['--no-deps'],
  },
  gpu: {
    npm: '@tensorflow/tfjs-node-gpu',
    installerArguments: ['gpu', 'download'],
    pypi: `tensorflow[and-cuda]==${TENSORFLOW_VERSION}`,
    pipArguments: [],
  },
};

/** The place of a native package: beside the tfjs that every package of ours imports, so that both share one instance. */
export function packageHome(npmName) {
  const tfjs = createRequire(import.meta.url).resolve('@tensorflow/tfjs/package.json');
  return join(dirname(tfjs), '../..', npmName);
}

/** The compiled binding inside a package's folder. */
export function bindingOf(home) {
  return join(home, `lib/napi-v${NAPI}/tfjs_binding.node`);
}

/** Whether a package's folder holds its compiled binding (a dangling link to a deleted cache does not count). */
export function hasBinding(home) {
  return existsSync(bindingOf(home));
}
