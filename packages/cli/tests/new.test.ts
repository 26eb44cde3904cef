import { generate, KINDS, writeNewFiles } from '@cmg/create';
import { spawn } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { main } from '../src/main.js';
import { CapturedTerminal } from './support/captured-terminal.js';

const repository = (path: string) => fileURLToPath(new URL(`../../../${path}`, import.meta.url));
const CMG = repository('packages/cli/bin/cmg.mjs');
const TSC = repository('node_modules/typescript/bin/tsc');

let folder: string;

/** Runs a program of Node as a user does, and gives its output. */
function node(args: readonly string[], cwd = folder): Promise<string> {
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => name !== 'NODE_OPTIONS' && name !== 'JEST_WORKER_ID'));
  const child = spawn(process.execPath, args, { cwd, env: { ...env, CMG_BACKEND: process.env['CMG_TEST_BACKEND'] ?? 'auto' } });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (text: Buffer) => (output += text.toString()));
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => (code === 0 ? resolve(output) : reject(new Error(`${args.join(' ')} ended with ${code}:\n${output}`))));
  });
}

/** As `npm install` would have it: the packages of a config that a stranger wrote lie in `node_modules`. */
async function install(packages: readonly string[]): Promise<void> {
  const modules = join(folder, 'node_modules');
  await mkdir(join(modules, '@me'), { recursive: true });
  for (const name of ['@cmg', '@tensorflow', '@types', 'typescript', 'zod'])
    await symlink(repository(`node_modules/${name}`), join(modules, name));
  for (const name of packages) await symlink(join(folder, name), join(modules, '@me', name));
}

/** What `npm run build` does in each package, in one go. */
async function build(packages: readonly string[]): Promise<void> {
  const config = {
    extends: './modality-imu/tsconfig.json',
    compilerOptions: { rootDir: '.', outDir: 'built', types: ['node'] },
    include: ['*/src', '*/example/*.ts'],
  };
  await writeFile(join(folder, 'tsconfig.json'), JSON.stringify(config));
  await node([TSC, '-p', '.']);
  for (const name of packages) await rename(join(folder, 'built', name, 'src'), join(folder, name, 'dist'));
}

describe('new packages in a folder without a workspace', () => {
  const packages = KINDS.map((kind) => (kind === 'modality' ? 'modality-imu' : `${kind}-own`));

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'cmg-new-'));
    for (const kind of KINDS) {
      const options = kind === 'modality' ? ['imu', '--shape', '6,50'] : ['own'];
      const out = join(folder, kind === 'modality' ? 'modality-imu' : `${kind}-own`);
      const terminal = new CapturedTerminal();
      expect({
        kind,
        code: await main(['new', kind, ...options, '--scope', '@me', '--out', out], terminal),
        noted: terminal.noted,
      }).toEqual({ kind, code: 0, noted: [] });
    }
    await install(packages);
    await build(packages);
  }, 180_000);
  afterAll(() => rm(folder, { recursive: true }));

  it('pass their own tests with nothing but Node', async () => {
    const tests = packages.map((name) => `${name}/tests/${name}.test.mjs`);
    const output = await node(['--test', ...tests]);
    expect(output).toMatch(/# fail 0\n/);
    expect(Number(/# tests (\d+)/.exec(output)?.[1])).toBeGreaterThan(30);
  }, 180_000);

  it('train at once: a modality by its example', async () => {
    const output = await node([CMG, 'pretrain', '--config', 'example/config.yaml'], join(folder, 'modality-imu'));
    expect(output).toContain('done: runs/imu-example');
  }, 180_000);

  it('train at once: a data set, an objective, a codebook and an observer in one config, then a task', async () => {
    const config = `name: own
data: {use: "@me/dataset-own", clips: 40}
modalities:
  - {use: audio, layers: 1, feedForward: 16, specificWidth: 8}
  - {use: text, layers: 1, feedForward: 16, specificWidth: 8, lstmWidth: 8, lstmLayers: 1}
width: 16
codebook: {use: "@me/codebook-own", size: 16}
objectives: [reconstruction, commitment, "@me/objective-own"]
training: {epochs: 1, batchSize: 20, logEvery: 1}
tasks: [{use: "@me/task-own", epochs: 2}]
observers: ["@me/observer-own"]
`;
    await writeFile(join(folder, 'own.yaml'), config);
    expect(await node([CMG, 'pretrain', '--config', 'own.yaml'])).toContain('done: runs/own');
    expect((await readFile(join(folder, 'runs/own/own.csv'), 'utf8')).split('\n')).toHaveLength(4);
    expect(await node([CMG, 'transfer', '--run', 'runs/own', '--task', 'own', '--from', 'audio', '--to', 'text'])).toMatch(
      /own {2}audio -> text {2}accuracy/,
    );
  }, 180_000);

  it('extract features at once', async () => {
    const args = [
      'extract',
      '--manifest',
      'example/clips.csv',
      '--out',
      'features',
      '--segments',
      '2',
      '--extractor',
      'imu=@me/extractor-own',
    ];
    expect(await node([CMG, ...args], join(folder, 'extractor-own'))).toContain('2 clips extracted, 0 kept, 0 left out');
  }, 180_000);

  it('have examples without a mistake', async () => {
    for (const name of packages.filter((one) => one !== 'extractor-own')) {
      expect(await node([CMG, 'config', 'check', '--config', 'example/config.yaml'], join(folder, name))).toContain('fine');
    }
  }, 180_000);
});

describe('cmg new', () => {
  it('overwrites nothing, and says what it cannot make', async () => {
    const out = await mkdtemp(join(tmpdir(), 'cmg-new-'));
    const run = async (...args: string[]) => {
      const terminal = new CapturedTerminal();
      return { code: await main(args, terminal), noted: terminal.noted.join('\n') };
    };
    const { files } = await generate('task', { name: 'mine' });
    await writeNewFiles(out, files.slice(0, 2));
    expect(await run('new', 'task', 'mine', '--out', out)).toMatchObject({
      code: 2,
      noted: expect.stringContaining('already contains these files: package.json, tsconfig.json'),
    });
    expect(await run('new', 'modality', 'Imu')).toMatchObject({
      code: 2,
      noted: expect.stringContaining('lower-case words joined by dashes'),
    });
    expect(await run('new', 'task', 'mine', '--shape', '3')).toMatchObject({
      code: 2,
      noted: expect.stringContaining("'--shape' is for a modality"),
    });
    await rm(out, { recursive: true });
  });
});

describe('cmg init', () => {
  it('starts a project whose config is valid', async () => {
    const out = await mkdtemp(join(tmpdir(), 'cmg-init-'));
    const terminal = new CapturedTerminal();
    expect(await main(['init', out], terminal)).toBe(0);
    expect(await main(['config', 'check', '--config', join(out, 'config.yaml')], terminal)).toBe(0);
    expect(terminal.printed.join('\n')).toContain('fine (first: audio, text)');
    await rm(out, { recursive: true });
  });
});
