import { mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { capture, endCommands } from './commands.mjs';
import { strangersEnvironment, userConfig } from './npm.mjs';
import { startRegistry } from './registry.mjs';
import { Report } from './report.mjs';
import { findScenarios } from './scenarios.mjs';
import { publicPackages } from './repository.mjs';
import { pack, tarballProblems } from './tarballs.mjs';

/**
 * Packs and publishes all packages on this machine, then runs each scenario whose name contains `only` in a folder of its own.
 *
 * @param {{ only: string, keep: boolean }} options `keep`: the folders stay
 * @returns {Promise<number>} the exit code
 */
export async function checkRelease({ only, keep }) {
  const folder = await realpath(await mkdtemp(join(tmpdir(), 'cmg-release-')));
  process.once('exit', () => {
    endCommands();
    if (keep) console.log(`Kept: ${folder}`);
    else rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.once(signal, () => process.exit(130));

  const report = new Report();
  const scenarios = (await findScenarios()).filter(({ name }) => name.includes(only));
  if (scenarios.length === 0) throw new Error(`no document or example has '${only}' in its name`);
  const env = await publishAll(report, folder);
  await inParallel(scenarios, async ({ name, run }) => {
    const cwd = join(folder, name.replace(/\W+/g, '-'));
    await run(report, { cwd, env });
    if (!keep) await rm(cwd, { recursive: true, force: true, maxRetries: 5 }); // all together they have more than 10 GB
  });
  return report.summarise() === 0 ? 0 : 1;
}

/** Packs, checks and publishes all packages; resolves to the environment of those who install them. */
async function publishAll(report, folder) {
  const tarballs = join(folder, 'tarballs');
  const config = join(folder, 'npmrc');
  await mkdir(tarballs);
  const packages = publicPackages();
  const registry = await startRegistry(join(folder, 'registry'));
  await writeFile(config, userConfig(registry));
  const env = strangersEnvironment(config);
  await inParallel(packages, (one) =>
    report.check(one.manifest.name, 'is packed and published', async () => {
      const tarball = await pack(one, tarballs);
      const problems = await tarballProblems(tarball);
      await capture('npm', ['publish', tarball, '--provenance=false'], { cwd: folder, env });
      if (problems.length > 0) throw new Error(problems.join('\n'));
    }),
  );
  return env;
}

/** As many at once as there are cores. */
async function inParallel(items, work) {
  const queue = [...items];
  const worker = async () => {
    for (let item = queue.shift(); item !== undefined; item = queue.shift()) await work(item);
  };
  await Promise.all(Array.from({ length: availableParallelism() }, worker));
}
