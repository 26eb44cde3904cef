import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runCmg } from './support/run-cmg.js';
import { runHere } from './support/run-here.js';
import { tinyConfig } from './support/tiny-config.js';

interface Loss {
  readonly step: number;
  readonly total: number;
}

/** Runs an example of `@cmg/pipeline` as its reader would; the lines that it prints. */
function example(name: string, ...args: string[]): Promise<unknown[]> {
  const script = fileURLToPath(new URL(`../../pipeline/examples/${name}.mjs`, import.meta.url));
  const child = spawn(process.execPath, [script, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  let [stdout, stderr] = ['', ''];
  child.stdout.on('data', (text: Buffer) => (stdout += text.toString()));
  child.stderr.on('data', (text: Buffer) => (stderr += text.toString()));
  return new Promise((resolve, reject) => {
    child.on('close', (code) => {
      if (code !== 0) reject(new Error(stderr));
      else
        resolve(
          stdout
            .trim()
            .split('\n')
            .filter((line) => /^[[{]/.test(line))
            .map((line) => JSON.parse(line) as unknown),
        );
    });
  });
}

async function losses(run: string): Promise<Loss[]> {
  const lines = (await readFile(join(run, 'metrics.jsonl'), 'utf8'))
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Loss);
  return lines.map(({ step, total }) => ({ step, total }));
}

describe('the library beside the command', () => {
  let folder: string;
  let config: string;
  let expected: Loss[];
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'cmg-library-'));
    config = await tinyConfig(folder, { 'epochs: 3': 'epochs: 1' });
    const { code, stderr } = await runCmg(['pretrain', '--config', config, '--out', folder]);
    if (code !== 0) throw new Error(stderr);
    expected = await losses(join(folder, 'tiny'));
  }, 180_000);
  afterAll(() => rm(folder, { recursive: true }));

  it('gives the losses and the scores of the commands in ten lines', async () => {
    const [scores] = await example('train-and-evaluate', config, join(folder, 'script'));
    expect(await losses(join(folder, 'script'))).toEqual(expected);
    const { stdout } = await runHere(['transfer', '--run', join(folder, 'tiny'), '--from', 'audio', '--to', 'video,text', '--json']);
    expect(scores).toEqual(JSON.parse(stdout));
  }, 240_000);

  it('gives the losses of the command in a loop of thirty lines', async () => {
    expect(await example('own-loop', config)).toEqual(expected);
  }, 180_000);

  it('reports a run that wrote no metrics', async () => {
    const run = join(folder, 'script');
    await rm(join(run, 'metrics.jsonl'));
    const { code, stderr } = await runHere(['report', '--run', run, '--out', join(folder, 'report')]);
    expect({ code, stderr }).toMatchObject({ code: 0 });
    expect(await readFile(join(folder, 'report', 'report.html'), 'utf8')).not.toContain('<h2>Training</h2>');
  }, 180_000);

  it('trains with an observer and an optimiser of their own', async () => {
    const run = join(folder, 'own');
    const told = (await example('own-parts', config, run)) as Loss[];
    expect(told).toEqual(await losses(run));
    expect(told[0]).toEqual(expected[0]); // before the first step of either optimiser
    expect(told[1]?.total).not.toBe(expected[1]?.total);
  }, 180_000);
});
