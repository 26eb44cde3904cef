import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { COMMANDS } from '../src/commands.js';
import { runCmg } from './support/run-cmg.js';
import { runHere } from './support/run-here.js';

describe('what the command loads', () => {
  let folder: string;
  beforeAll(async () => void (folder = await mkdtemp(join(tmpdir(), 'cmg-start-'))));
  afterAll(() => rm(folder, { recursive: true }));

  /** The packages whose modules are loaded, of a run of the built command. */
  async function packagesLoaded(args: readonly string[]): Promise<string[]> {
    const list = join(folder, 'loaded');
    await rm(list, { force: true });
    const hook = new URL('./support/list-loaded.mjs', import.meta.url).href;
    await runCmg(args, undefined, { NODE_OPTIONS: `--import ${hook}`, CMG_TEST_LOADED: list });
    const found = [...(await readFile(list, 'utf8')).matchAll(/\/(?:node_modules\/((?:@[^/\n]+\/)?[^/\n]+)|packages\/([^/\n]+))\//g)];
    return [...new Set(found.map(([, dependency, own]) => dependency ?? `@cmg/${own}`))].sort();
  }

  it.each([
    [['--help'], ['@cmg/cli', '@cmg/core', 'commander', 'picocolors', 'zod']],
    [['--version'], ['@cmg/cli', '@cmg/core', 'commander', 'picocolors', 'zod']],
    [['pretrian'], ['@cmg/cli', '@cmg/core', 'commander', 'picocolors', 'zod']],
    [['config', '--help'], expect.not.arrayContaining(['@tensorflow/tfjs', '@cmg/pipeline'])],
    [['new', '--help'], expect.not.arrayContaining(['@tensorflow/tfjs'])],
    [['push', '--help'], expect.not.arrayContaining(['@tensorflow/tfjs'])],
    [['config', 'check', '--config', 'digits'], expect.arrayContaining(['@tensorflow/tfjs', '@cmg/pipeline'])],
  ])('cmg %j', async (args, packages) => {
    expect(await packagesLoaded(args)).toEqual(packages);
  });
});

it.each(COMMANDS.map(({ name }) => name))('cmg %s --help describes it', async (name) => {
  const { code, stdout } = await runHere([name, '--help']);
  expect(code).toBe(0);
  expect(stdout.startsWith(`Usage: cmg ${name}`)).toBe(true);
});
