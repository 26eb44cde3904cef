import { delimiter, join } from 'node:path';
import { draftPackage } from './npm-draft.mjs';
import { runCommand } from './run-command.mjs';

/** The installer's download host, unless the environment names a mirror, as the installer itself reads it. */
const DOWNLOAD_HOST = 'https://storage.googleapis.com/';
const PROBE_MS = 5000;
const INSTALL_MS = 300_000;

/** Drafts the package and runs its own installer, which downloads libtensorflow and a compiled binding. */
export async function buildFromInstaller({ npm, installerArguments }, draft, log) {
  await requireHost(process.env.TFJS_NODE_CDN_STORAGE ?? process.env.CDN_STORAGE ?? DOWNLOAD_HOST);
  log(`Installing ${npm} with its own installer`);
  const home = await draftPackage(draft, npm);
  const env = { ...process.env, PATH: [join(draft, 'node_modules/.bin'), process.env.PATH].join(delimiter) };
  await runCommand(process.execPath, ['scripts/install.js', ...installerArguments], { cwd: home, env, timeoutMs: INSTALL_MS });
}

/** Probes the host, so that a closed network costs only seconds; behind a proxy only the installer can tell. */
async function requireHost(url) {
  if (process.env.HTTPS_PROXY ?? process.env.https_proxy) return;
  try {
    await fetch(url, { method: 'HEAD', signal: AbortSignal.timeout(PROBE_MS) });
  } catch {
    throw new Error('its download host is unreachable');
  }
}
