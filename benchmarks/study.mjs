import { spawnSync } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/**
 * What a study costs beyond its cells: `node benchmarks/study.mjs table2 --seeds 1`. Cells run one after another; what they took is what
 * they recorded, of training and of trying codes on tasks. The rest is starting, building and recording graphs, opening data, counting
 * codes, and the report.
 */
const [study = 'table2', ...options] = process.argv.slice(2);
const folder = await mkdtemp(join(tmpdir(), 'cmg-bench-'));
try {
  const command = join(import.meta.dirname, '../packages/cli/bin/cmg.mjs');
  const begun = performance.now();
  const { status } = spawnSync(process.execPath, [command, 'study', study, '--jobs', '1', '--out', folder, ...options], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const wall = (performance.now() - begun) / 1000;
  if (status !== 0) throw new Error(`cmg study ended with ${status}`);
  const files = (await readdir(folder, { recursive: true })).filter((file) => file.endsWith('result.json'));
  const results = await Promise.all(files.map(async (file) => JSON.parse(await readFile(join(folder, file), 'utf8'))));
  const sum = (/** @type {string} */ key) => results.reduce((total, result) => total + result[key], 0);
  const [training, trying] = [sum('seconds'), sum('evaluationSeconds')];
  const rest = wall - training - trying;
  console.log(`${study}: ${results.length} cells in ${wall.toFixed(1)} s`);
  console.log(`training ${training.toFixed(1)} s, tasks ${trying.toFixed(1)} s`);
  console.log(
    `the rest ${rest.toFixed(1)} s: ${((100 * rest) / (training + trying)).toFixed(1)} % of them, ${(rest / results.length).toFixed(2)} s a cell`,
  );
} finally {
  await rm(folder, { recursive: true, force: true });
}
