import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { main } from '../src/index.js';
import { CapturedTerminal } from './support/captured-terminal.js';
import { tinyConfig } from './support/tiny-config.js';

async function cmg(...args: string[]) {
  const terminal = new CapturedTerminal();
  const code = await main(args, terminal);
  return { code, out: terminal.printed.join('\n'), err: terminal.noted.join('\n') };
}

describe('main', () => {
  let folder: string;
  beforeAll(async () => void (folder = await mkdtemp(join(tmpdir(), 'cmg-main-'))));
  afterAll(() => rm(folder, { recursive: true }));

  it('explains itself with examples', async () => {
    const { code, out } = await cmg('--help');
    expect(code).toBe(0);
    for (const command of [
      'demo',
      'study',
      'pretrain',
      'transfer',
      'predict',
      'listen',
      'encode',
      'index',
      'search',
      'report',
      'config',
      'setup',
      'doctor',
    ])
      expect(out).toContain(command);
    expect(out).toContain('Examples:');
  });

  it.each([
    'demo',
    'study',
    'pretrain',
    'transfer',
    'predict',
    'listen',
    'encode',
    'index add',
    'index remove',
    'index show',
    'search',
    'report',
    'setup',
    'doctor',
  ])('explains %s with an example', async (command) => {
    const { code, out } = await cmg(...command.split(' '), '--help');
    expect(code).toBe(0);
    expect(out).toContain(`cmg ${command}`);
    expect(out).toMatch(/Examples?:/);
  });

  it.each([
    [['bogus'], "unknown command 'bogus'"],
    [['demo', '--seeds', 'many'], 'Expected a whole number of at least 1'],
    [['doctor', '--backend', 'abacus'], 'Allowed choices are auto, gpu, native, wasm, js'],
    [['study', 'table1', '--jobs', 'many'], "Expected a whole number of at least 1, or 'auto'"],
    [['study', '/nowhere.yaml'], '/nowhere.yaml: is missing'],
    [['demo', '--tasks', ','], 'Expected names, separated by commas'],
    [['index', '--index', '/nowhere', '--run', 'x', '--modality', 'audio'], 'name one of --in and --split'],
    [['encode', '--run', 'x', '--modality', 'audio', '--in', 'x.npy', '--out', 'x.txt'], 'x.txt: ends in neither .npy nor .npz'],
    [['pretrain'], "required option '--config <file>' not specified"],
    [['pretrain', '--config', '/nowhere.yaml'], '/nowhere.yaml: is missing'],
    [['pretrain', '--config', 'digits', '--out', '/nowhere', '--resume'], '/nowhere/digits: there is no run to go on with'],
    [['transfer', '--run', '/nowhere', '--set', 'seed=1'], '--set seed=1: changes a config, and none is given'],
    [['data', 'check', '--reader', 'digits', '--without', 'cmcm'], '--without cmcm: changes a config, and none is given'],
    [['new', 'modality', 'imu', '--shape', '6,x'], "--shape: '6,x' is not a shape"],
    [['transfer', '--run', '/nowhere'], 'there is no trained run in this folder'],
    [['predict', '--head', '/nowhere', '--modality', 'audio', '--in', 'x.npy'], '/nowhere: there is no head in this folder'],
  ])('ends with 2 on the wrong usage %j', async (args, message) => {
    const { code, err } = await cmg(...args);
    expect(code).toBe(2);
    expect(err).toContain(message);
  });

  it('prints how TensorFlow for CUDA would be provided, and what this machine lacks for it', async () => {
    const { code, out } = await cmg('setup', '--gpu', '--dry-run');
    expect(out).toContain('@tensorflow/tfjs-node-gpu, with the library of tensorflow[and-cuda]==2.21.0, by the hash that the index has:');
    expect(out).toContain('pip download');
    expect(code).toBe(out.includes('lacks: ') ? 1 : 0);
    const plan = JSON.parse((await cmg('setup', '--gpu', '--dry-run', '--json')).out) as { lacks: string[] };
    expect(plan.lacks.length > 0).toBe(code === 1);
  });

  it('tells without a stack trace what the system refused', async () => {
    const file = join(folder, 'taken');
    await writeFile(file, '');
    await writeFile(join(folder, 'clips.csv'), 'id,text\na,seven\n');
    const { code, err } = await cmg('extract', '--manifest', join(folder, 'clips.csv'), '--out', file);
    expect(code).toBe(2);
    expect(err).toContain(`mkdir '${file}'`);
    expect(err).not.toContain(' at ');
  });

  it('lists every mistake of a config at its line and column, and ends with 2', async () => {
    const file = await tinyConfig(folder, { 'seed: 3': 'sead: 3', 'width: 16': 'width: wide', 'use: audio': 'use: radio' });
    const { code, err } = await cmg('config', 'check', '--config', file);
    expect(code).toBe(2);
    expect(err).toContain(`${file}:2:1: sead: unknown option`);
    expect(err).toMatch(
      /tiny\.yaml:8:\d+: modalities\[0\]\.use: unknown modality 'radio', and no package of this name is installed \(known: audio, video, text\)/,
    );
    expect(err).toMatch(/tiny\.yaml:11:1: width: .*expected number/);
  });

  it('shows a config that it can read again', async () => {
    const file = await tinyConfig(folder);
    const { out } = await cmg('config', 'show', '--config', file);
    const shown = join(folder, 'shown.yaml');
    await writeFile(shown, out);
    expect((await cmg('config', 'show', '--config', shown)).out).toBe(out);
    expect(out).toContain('patience: 5');
  });

  it.each(['..', '.', '...', '../x', '/tmp/x', 'a/b', 'x'.repeat(101), 'a\\nb'])(
    'refuses the name %s: it would lie elsewhere',
    async (name) => {
      const file = await tinyConfig(folder, { 'name: tiny': `name: "${name}"` });
      const { code, err } = await cmg('config', 'check', '--config', file);
      expect(code).toBe(2);
      expect(err).toContain('tiny.yaml:1:1: name: use up to 100 letters, digits, dots, dashes and underscores, and not dots alone');
    },
  );

  it('shows what it was given as text, also where a terminal would obey it', async () => {
    const { code, err } = await cmg('transfer', '--run', '/\x1b]0;PWNED\x07\x9b31m\u202e');
    expect(code).toBe(2);
    expect(err).toContain(String.raw`/\u001b]0;PWNED\u0007\u009b31m\u202e`);
    expect(err).toMatch(/^[\n -~]+$/);
  });

  it('prints the JSON Schema of configs', async () => {
    const { code, out } = await cmg('config', 'schema');
    expect(code).toBe(0);
    expect(Object.keys((JSON.parse(out) as { properties: object }).properties)).toContain('objectives');
  });

  it('takes a variable that is set to nothing as one that is not set', async () => {
    process.env['CMG_BACKEND'] = '';
    try {
      expect(await cmg('config', 'list')).toMatchObject({ code: 0 });
      expect((await cmg('transfer', '--run', '/nowhere')).err).toContain('there is no trained run in this folder');
    } finally {
      delete process.env['CMG_BACKEND'];
    }
  });

  it('says which backend runs', async () => {
    const { code, out } = await cmg('doctor', '--backend', 'js', '--json');
    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject({ requested: 'js', backend: 'js', versions: { tfjs: '4.22.0' } });
  });
});
