import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { withLockedFolder } from '@cmg/formats';
import { runCmg } from './support/run-cmg.js';
import { runHere } from './support/run-here.js';
import { tinyConfig } from './support/tiny-config.js';
import { tone } from './support/tone.js';

let folder: string;
let config: string;
const at = (name: string) => join(folder, name);
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'cmg-writers-'));
  config = await tinyConfig(folder, { 'epochs: 3': 'epochs: 1' });
  const { code, stderr } = await runHere(['pretrain', '--config', config, '--out', at('trained')]);
  if (code !== 0) throw new Error(stderr);
  await writeFile(at('tone.wav'), tone(440));
  await writeFile(at('clips.csv'), 'id,split,audio,text\na,train,tone.wav,high\nb,test,tone.wav,low\n');
}, 180_000);
afterAll(() => rm(folder, { recursive: true, force: true }));

/** Each command, with the folder that it writes. */
const COMMANDS: readonly (readonly [name: string, written: string, args: () => string[]])[] = [
  ['extract', 'features', () => ['extract', '--manifest', at('clips.csv'), '--out', at('features')]],
  ['pretrain', 'runs/tiny', () => ['pretrain', '--config', config, '--out', at('runs')]],
  ['transfer --save', 'heads', () => ['transfer', '--run', at('trained/tiny'), '--from', 'audio', '--save', at('heads')]],
  ['demo', 'demo', () => ['demo', '--out', at('demo')]],
  ['study', 'study', () => ['study', 'table1', '--data', config, '--out', at('study')]],
  ['run', 'run', () => ['run', at('clips.csv'), '--out', at('run')]],
  [
    'index add',
    'index',
    () => ['index', 'add', '--index', at('index'), '--run', at('trained/tiny'), '--modality', 'audio', '--split', 'test'],
  ],
];

it.each(COMMANDS)('cmg %s writes nothing where another process writes, and says which', async (_, written, args) => {
  await withLockedFolder(at(written), async () => {
    const { code, stderr } = await runHere(args());
    expect(code).toBe(2);
    expect(stderr).toContain(`${at(written)}: is being written by process ${process.pid} on `);
    expect(stderr).toContain('Wait until it is done, or end it; then try again.');
    expect(await readdir(at(written))).toEqual(['writer.lock']);
  });
});

it('one of two trainings that begin at once in one folder trains, and its run is whole', async () => {
  const args = ['pretrain', '--config', config, '--out', at('twins')];
  const ends = await Promise.all([runCmg(args), runCmg(args)]);
  expect(ends.map(({ code }) => code).sort()).toEqual([0, 2]);
  expect(ends.find(({ code }) => code === 2)?.stderr).toMatch(/twins\/tiny: (is being written by process \d+ on|holds a run already)/);
  expect(await readdir(at('twins/tiny'))).not.toContain('writer.lock');
  expect(await runHere(['transfer', '--run', at('twins/tiny'), '--from', 'audio', '--to', 'text'])).toMatchObject({ code: 0 });
}, 180_000);
