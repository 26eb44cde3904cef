/** `npm run release:check [-- --only NAME] [--keep]`: does with the packages what a stranger would; see README.md beside this file. */
import { parseArgs } from 'node:util';
import { dependenciesAreCurrent } from '../lib/dependencies.mjs';
import { phase } from '../lib/phase.mjs';
import { setup } from '../setup.mjs';
import { capture } from './commands.mjs';

const { values: options } = parseArgs({ options: { only: { type: 'string', default: '' }, keep: { type: 'boolean', default: false } } });

/** What only this check needs, so that nothing else waits for it. */
async function installTools() {
  const folder = import.meta.dirname;
  if (dependenciesAreCurrent(folder)) return { ok: true, note: 'are up to date' };
  await capture('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund'], { cwd: folder, env: process.env });
  return { ok: true, note: 'installed' };
}

if ((await setup()) && (await phase('tools', installTools))) {
  const { checkRelease } = await import('./check-release.mjs');
  process.exitCode = await checkRelease(options);
} else process.exitCode = 1;
