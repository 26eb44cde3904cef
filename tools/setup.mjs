/** Makes a fresh clone ready: dependencies, native TensorFlow, build. What is done already is not done again. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { dependenciesAreCurrent } from './lib/dependencies.mjs';
import { isNewer } from './lib/is-newer.mjs';
import { commandPhase, phase } from './lib/phase.mjs';
import { pruneOutputs } from './lib/prune-outputs.mjs';
import { ROOT, run } from './lib/run.mjs';

/** Runs the phases of the set-up, those together that can be; `false` if one fails, except that native TensorFlow may be missing. */
export async function setup() {
  if (!(await phase('dependencies', installDependencies))) return false;
  const [, built] = await Promise.all([phase('tensorflow', provideNative), build()]);
  return built && phase('page', buildPage);
}

async function installDependencies() {
  if (dependenciesAreCurrent(ROOT)) return { ok: true, note: 'are up to date' };
  const code = await run('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error']);
  return code === 0 ? { ok: true, note: 'installed' } : { ok: false, note: 'could not be installed' };
}

async function provideNative() {
  const { provisionNative } = await import('../packages/runtime/provision/index.mjs');
  const result = await provisionNative({ log: (line) => console.log(`  ${line} …`) });
  const note = result.ready ? `native, ${result.package} (${result.source})` : `WebAssembly, as native is not available: ${result.reason}`;
  return { ok: true, note };
}

/** Compiles what has changed in any package. Types are checked by `npm test` and `npm run build`, which takes as long again. */
function build() {
  pruneOutputs(join(ROOT, 'packages'));
  const args = ['node_modules/typescript/bin/tsc', '--build', '--noCheck', '--pretty', String(Boolean(process.stdout.isTTY))];
  return commandPhase('build', () => run(process.execPath, args, { inOnePiece: true }));
}

/** Bundles the page of `cmg explore`, unless nothing that it is made of has changed. */
async function buildPage() {
  const app = join(ROOT, 'packages/explore/app');
  const sources = readdirSync(join(ROOT, 'packages')).map((name) => join(ROOT, 'packages', name, 'src'));
  if (isNewer(join(app, 'dist/index.html'), [app, join(ROOT, 'package-lock.json'), ...sources])) return { ok: true, note: 'is up to date' };
  const args = ['node_modules/vite/bin/vite.js', 'build', '--config', join(app, 'vite.config.mjs')];
  const code = await run(process.execPath, args, { inOnePiece: true });
  return code === 0 ? { ok: true, note: 'done' } : { ok: false, note: `failed with exit code ${code}` };
}

if (import.meta.url === pathToFileURL(process.argv[1]).href && !(await setup())) process.exitCode = 1;
