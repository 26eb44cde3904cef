import { join } from 'node:path';
import { cacheRoot } from './cache-root.mjs';
import { COMPILER, compileArguments } from './compile-binding.mjs';
import { ADDITIONS, cacheKey, NATIVE_PACKAGES, nativeHome } from './native-package.mjs';
import { hasNvidiaGpu, NO_GPU } from './nvidia.mjs';
import { runCommand } from './run-command.mjs';
import { downloadArguments, thisPlatform, wheelFor } from './wheels.mjs';

/**
 * What `provisionNative` would do from TensorFlow's Python package; nothing is downloaded or written.
 *
 * @param {{ gpu?: boolean, platform?: string }} [options]
 * @returns {Promise<import('./index.d.mts').ProvisionPlan>}
 */
export async function planNative({ gpu = false, platform = thisPlatform() } = {}) {
  const { kind, npm } = NATIVE_PACKAGES[gpu ? 'gpu' : 'cpu'];
  const wheel = wheelFor(kind, platform);
  const { pypi, sha256, libraries } = wheel;
  const home = join('DRAFT/node_modules', npm);
  const compile = compileArguments({
    platform,
    home,
    sources: [join(home, 'binding/*.cc'), join(ADDITIONS, '*.cc')],
    headers: 'WHEELS/headers/tensorflow/include',
    libraryFolder: platform.startsWith('linux-') ? 'WHEELS/stand-ins' : join(home, 'deps/lib'),
    libraries,
    searched: ['deps/lib', ...(gpu ? ['deps/nvidia/*/lib'] : [])],
  });
  return {
    package: npm,
    platform,
    requirement: pypi,
    sha256: sha256 ?? null,
    download: ['python3', ...downloadArguments(wheel, 'REQUIREMENTS', 'WHEELS')],
    compile: [COMPILER, ...compile],
    cache: join(cacheRoot(), 'native', cacheKey(npm)),
    folder: nativeHome(npm),
    lacks: await lacking(gpu, platform),
  };
}

/** @returns {Promise<string[]>} */
async function lacking(gpu, platform) {
  const lacks = [];
  if (platform !== thisPlatform()) lacks.push(`this machine is ${thisPlatform()}`);
  if (gpu && !hasNvidiaGpu()) lacks.push(NO_GPU);
  for (const [tool, ...args] of [['python3', '-m', 'pip'], [COMPILER]]) {
    await runCommand(tool, [...args, '--version']).catch((error) => lacks.push(error.message));
  }
  return lacks;
}
