/** Makes a fresh clone ready: dependencies, native TensorFlow, build. What is done already is not done again. */
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { dependenciesAreCurrent } from './lib/dependencies.mjs';
import { commandPhase, phase } from './lib/phase.mjs';
import { pruneOutputs } from './lib/prune-outputs.mjs';
import { ROOT, run } from './lib/run.mjs';

/** Runs the phases of the set-up; `false` from the first that fails, except that native TensorFlow may be missing. */
export async function setup() {
  return (await phase('dependencies', installDependencies)) && (await phase('tensorflow', provideNative)) && (await build());
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

/** Compiles what has changed in any package. */
function build() {
  pruneOutputs(join(ROOT, 'packages'));
  return commandPhase('build', () => run(process.execPath, ['node_modules/typescript/bin/tsc', '--build']));
}

if (import.meta.url === pathToFileURL(process.argv[1]).href && !(await setup())) process.exitCode = 1;
