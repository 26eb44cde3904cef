import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { cacheRoot } from './cache-root.mjs';
import { buildFromInstaller } from './from-installer.mjs';
import { buildFromWheel } from './from-wheel.mjs';
import { cacheKey, NATIVE_PACKAGES, nativeHome } from './native-package.mjs';
import { hasNvidiaGpu, NO_GPU } from './nvidia.mjs';
import { removeOldLinks } from './old-links.mjs';
import { provideFolder } from './provide-folder.mjs';
import { verifyNative } from './verify-native.mjs';
import { thisPlatform, WHEELS } from './wheels.mjs';

/**
 * Makes native TensorFlow loadable from this installation, if it can: it is built once, cached, and then only copied.
 * What is downloaded for it is held against pinned hashes; sources that have none have to be allowed, and with an NVIDIA
 * GPU the package for CUDA is one of them. Never throws: without native TensorFlow everything still runs.
 *
 * @param {import('./index.d.mts').ProvisionOptions} [options]
 * @returns {Promise<import('./index.d.mts').ProvisionResult>}
 */
export async function provisionNative({ log = () => {}, gpu = false, unpinned = gpu || process.env.CMG_NATIVE === 'unpinned' } = {}) {
  const skipped = skipReason(process.env);
  if (skipped !== undefined) return { ready: false, reason: skipped };
  if (gpu && !hasNvidiaGpu()) return { ready: false, reason: NO_GPU };
  const reasons = [];
  for (const kind of kinds(gpu)) {
    const { npm } = NATIVE_PACKAGES[kind];
    try {
      return { ready: true, package: npm, source: await provide(NATIVE_PACKAGES[kind], unpinned, log) };
    } catch (error) {
      reasons.push(`${npm}: ${error.message}`);
    }
  }
  return { ready: false, reason: reasons.join('; ') };
}

/** @returns {readonly ('cpu' | 'gpu')[]} */
function kinds(gpu) {
  if (gpu) return ['gpu'];
  return hasNvidiaGpu() ? ['gpu', 'cpu'] : ['cpu'];
}

function skipReason(env) {
  if (env.CMG_NATIVE === '0') return 'CMG_NATIVE=0';
  if (env.CMG_BACKEND === 'wasm' || env.CMG_BACKEND === 'js') return `CMG_BACKEND=${env.CMG_BACKEND}`;
  return undefined;
}

/**
 * Finds, copies or builds one native package; rejects with the reasons.
 *
 * @returns {Promise<import('./index.d.mts').ProvisionSource>} how
 */
async function provide(native, unpinned, log) {
  await removeOldLinks(native.npm);
  const home = nativeHome(native.npm);
  const verify = (folder) => verifyNative(folder, native.npm);
  const works = (folder) =>
    verify(folder).then(
      () => true,
      () => false,
    );
  const installedByUser = !existsSync(home) && (await works(home));
  if (installedByUser) return 'present';
  const key = cacheKey(native.npm);
  const build = (draft) => buildNative(native, draft, { verify, unpinned, log });
  return provideFolder({ home, entry: join(cacheRoot(), 'native', key), key, build, works, log });
}

/**
 * Fills a draft folder from TensorFlow's Python package, or else with the package's own installer.
 *
 * @returns {Promise<'installer' | 'wheel'>} by which
 */
async function buildNative(native, draft, { verify, unpinned, log }) {
  const reasons = [];
  for (const [source, attempt, pinned] of /** @type {const} */ ([
    ['wheel', buildFromWheel, isPinned(native.kind)],
    ['installer', buildFromInstaller, false],
  ])) {
    try {
      if (!pinned && !unpinned) throw new Error('its downloads are not pinned (`cmg setup --unpinned` or CMG_NATIVE=unpinned allows it)');
      await attempt(native, draft, log);
      await verify(draft);
      return source;
    } catch (error) {
      reasons.push(`${source}: ${error.message}`);
    }
  }
  throw new Error(reasons.join('; '));
}

/** Also where there is no wheel, of which nothing is downloaded then. */
function isPinned(kind) {
  const wheel = WHEELS[kind][thisPlatform()];
  return wheel === undefined || wheel.sha256 !== undefined;
}
