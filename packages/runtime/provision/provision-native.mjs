import { lstatSync, readlinkSync } from 'node:fs';
import { readdir, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { cachedBuild, cacheRoot } from './cached-build.mjs';
import { buildFromInstaller } from './from-installer.mjs';
import { buildFromWheel } from './from-wheel.mjs';
import { linkPackage } from './link-package.mjs';
import { hasBinding, NAPI, NATIVE_PACKAGES, packageHome, TENSORFLOW_VERSION, TFJS_NODE_VERSION } from './native-package.mjs';
import { hasNvidiaGpu } from './nvidia.mjs';
import { verifyNative } from './verify-native.mjs';

/**
 * Makes native TensorFlow loadable from this installation, if it can: it is built once, cached, and then only linked.
 * With an NVIDIA GPU the package for CUDA is tried first. Never throws: without native TensorFlow everything still runs.
 *
 * @param {{ log?: (line: string) => void }} [options] `log` is called with each slow step before it starts
 * @returns {Promise<import('./index.d.mts').ProvisionResult>}
 */
export async function provisionNative({ log = () => {} } = {}) {
  const skipped = skipReason(process.env);
  if (skipped !== undefined) return { ready: false, reason: skipped };
  const reasons = [];
  for (const kind of hasNvidiaGpu() ? ['gpu', 'cpu'] : ['cpu']) {
    const { npm } = NATIVE_PACKAGES[kind];
    try {
      return { ready: true, package: npm, source: await provide(NATIVE_PACKAGES[kind], log) };
    } catch (error) {
      reasons.push(`${npm}: ${error.message}`);
    }
  }
  return { ready: false, reason: reasons.join('; ') };
}

function skipReason(env) {
  if (env.CMG_NATIVE === '0') return 'CMG_NATIVE=0';
  if (env.CMG_BACKEND === 'wasm' || env.CMG_BACKEND === 'js') return `CMG_BACKEND=${env.CMG_BACKEND}`;
  return undefined;
}

/** Finds, links or builds one native package; resolves to how, or rejects with the reasons. */
async function provide(native, log) {
  const home = packageHome(native.npm);
  const key = `${native.npm.split('/')[1]}-${TFJS_NODE_VERSION}-tf${TENSORFLOW_VERSION}-${process.platform}-${process.arch}-napi${NAPI}`;
  if (await isUsable(home, key)) return 'present';
  let source = 'cache';
  const folder = await cachedBuild(join(cacheRoot(), 'native'), key, async (draft) => {
    source = await build(native, draft, log);
  });
  await linkPackage(folder, native.npm, home);
  return source;
}

/** Packages that we linked were verified when built; others are verified here. */
async function isUsable(home, key) {
  if (!hasBinding(home)) return false;
  const libraries = join(home, 'lib');
  if (lstatSync(libraries).isSymbolicLink()) return readlinkSync(libraries).includes(key);
  return verifyNative(home).then(
    () => true,
    () => false,
  );
}

/** Fills a draft folder with the package's own installer, or else from TensorFlow's Python package. */
async function build(native, draft, log) {
  const reasons = [];
  for (const [source, attempt] of [
    ['installer', buildFromInstaller],
    ['wheel', buildFromWheel],
  ]) {
    try {
      const home = await attempt(native, draft, log);
      await verifyNative(home);
      await removeTfjs(home);
      return source;
    } catch (error) {
      reasons.push(`${source}: ${error.message}`);
    }
  }
  throw new Error(reasons.join('; '));
}

/** The draft's own tfjs is only for verification: the linked package shares the installation's. */
async function removeTfjs(home) {
  const scope = dirname(home);
  for (const name of await readdir(scope)) {
    if (name !== basename(home)) await rm(join(scope, name), { recursive: true });
  }
}
