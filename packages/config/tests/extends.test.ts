import { join } from 'node:path';
import type { CmgError } from '@cmg/core';
import { loadConfig } from '../src/index.js';
import { fakeComponents } from './support/components.js';
import { Folder } from './support/folder.js';

const BASE = `name: base
data: digits
modalities: [audio, video]
objectives: [reconstruction, {use: club, steps: 3, weight: 2}]
training: {epochs: 4, clip: {norm: 1}}
`;

describe('extends', () => {
  let folder: Folder;
  beforeEach(async () => {
    folder = await Folder.make();
    await folder.write('base.yaml', BASE);
  });
  afterEach(() => folder.remove());

  const load = async (text: string) => (await loadConfig(await folder.write('deep/c.yaml', text), fakeComponents())).config;
  const message = (text: string): Promise<string> =>
    load(text).then(
      () => 'no error',
      (error: CmgError) => error.message.replaceAll(`${folder.path}/`, ''),
    );

  it('merges maps, replaces lists, and adds options to a bare name', async () => {
    const config = await load('extends: ../base.yaml\nname: mine\ndata: {clips: 5}\nmodalities: [video]\ntraining: {clip: {per: all}}\n');
    expect(config).toMatchObject({
      name: 'mine',
      data: { use: 'digits', options: { clips: 5 } },
      modalities: [{ use: 'video' }],
      objectives: [{ use: 'reconstruction' }, { use: 'club', weight: 2, options: { steps: 3 } }],
      training: { epochs: 4, clip: { norm: 1, per: 'all' } },
    });
  });

  it('takes a ready-made config by its name, and says which there are', async () => {
    await folder.write('ready/digits.yaml', BASE);
    const components = { ...fakeComponents(), configs: new Map([['digits', join(folder.path, 'ready/digits.yaml')]]) };
    const loaded = async (text: string) => (await loadConfig(await folder.write('c.yaml', text), components)).config;
    expect((await loadConfig('digits', components)).config.name).toBe('base');
    expect(await loaded('extends: digits\nname: mine\n')).toMatchObject({ name: 'mine', training: { epochs: 4 } });
    expect(await loaded('extends: ./base.yaml\nname: other\n')).toMatchObject({ name: 'other' });
    const unknown =
      "no ready-made config is called 'digit', did you mean 'digits'? (there are: digits)\n  For a file of this name, say ./digit.";
    await expect(loadConfig('digit', components)).rejects.toThrow(unknown);
    await expect(loaded('name: mine\nextends: digit\n')).rejects.toThrow(`c.yaml:2:1: extends: ${unknown}`);
  });

  it('drops the options of a component that another one replaces', async () => {
    await folder.write('clips.yaml', BASE.replace('data: digits', 'data: {use: digits, clips: 5}'));
    expect((await load('extends: ../clips.yaml\ndata: {use: folder}\n')).data).toEqual({ use: 'folder', options: { root: process.cwd() } });
  });

  it('knows which codebook options alone are of', async () => {
    await folder.write('base.yaml', `${BASE}codebook: {size: 64}\n`);
    expect((await load('extends: ../base.yaml\ncodebook: {use: shared, heads: 2}\n')).codebook.options).toMatchObject({
      size: 64,
      heads: 2,
    });
    expect((await load('extends: ../base.yaml\ncodebook: {use: residual}\n')).codebook).toEqual({
      use: 'residual',
      options: { levels: 4 },
    });
    expect((await load('extends: ../base.yaml\nset: {codebook.heads: 4}\n')).codebook.options).toMatchObject({ size: 64, heads: 4 });
  });

  it('goes through chains, and changes lists of components by name', async () => {
    await folder.write('middle.yaml', 'extends: base.yaml\nname: middle\nseed: 7\n');
    const config = await load(
      'extends: ../middle.yaml\nset: {objectives.club.steps: 9, training.epochs: 8}\nwithout: [reconstruction, modalities.audio]\nadd: [cmcm, {tasks: classification}]\n',
    );
    expect(config).toMatchObject({
      name: 'middle',
      seed: 7,
      training: { epochs: 8 },
      modalities: [{ use: 'video' }],
      tasks: [{ use: 'classification' }],
    });
    expect(config.objectives.map(({ use, options }) => ({ use, options }))).toEqual([
      { use: 'club', options: { steps: 9 } },
      { use: 'cmcm', options: {} },
    ]);
  });

  it('places each mistake in the file that it is written in', async () => {
    await folder.write('base.yaml', BASE.replace('epochs: 4', 'epochs: few'));
    expect(await message('extends: ../base.yaml\nname: mine\nset: {training.gama: 1}\nwithout: [cmcmm]\n')).toBe(
      [
        "deep/c.yaml:3:7: training.gama: unknown option, did you mean 'gamma'? (known: split, modalities, epochs, steps, batchSize, accumulate, learningRate, weightDecay, averageWeights, schedule, warmupSteps, milestones, gamma, clip, compile, logEvery, keep, validation, earlyStop)",
        "deep/c.yaml:4:11: the config has no objective 'cmcmm' (it has: reconstruction, club)",
        'base.yaml:5:12: training.epochs: Invalid input: expected number, received string',
      ].join('\n'),
    );
  });

  it('refuses a circle, a file that is not there, and what is not a path', async () => {
    await folder.write('a.yaml', 'extends: deep/c.yaml\n');
    expect(await message('extends: ../a.yaml\n')).toBe("a.yaml:1:1: extends: 'deep/c.yaml' extends this file, a cycle");
    expect(await message('extends: none.yaml\n')).toMatch(/^deep\/c\.yaml:1:1: extends: 'none\.yaml' is missing$/);
    expect(await message('extends: [a]\n')).toBe('deep/c.yaml:1:1: extends: expected the path of a config');
  });

  it.each([
    ['set: [a]', 'deep/c.yaml:2:1: set: expected a map of paths to values, for example {training.epochs: 8}'],
    ['without: cmcm', 'deep/c.yaml:2:1: without: expected a list of names'],
    ['without: [{use: club}]', 'deep/c.yaml:2:11: without: expected a name, for example cmcm or tasks.retrieval'],
    ['add: club', 'deep/c.yaml:2:1: add: expected a list of components'],
  ])('says how %s should be', async (line, expected) => {
    expect(await message(`extends: ../base.yaml\n${line}\n`)).toBe(expected);
  });

  it('takes paths relative to the file that states them, and defaults relative to the current folder', async () => {
    await folder.write('base.yaml', BASE.replace('data: digits', 'data: {use: folder, root: clips}'));
    expect((await load('extends: ../base.yaml\n')).data.options['root']).toBe(join(folder.path, 'clips'));
    expect((await load('extends: ../base.yaml\nset: {data.root: clips}\n')).data.options['root']).toBe(join(folder.path, 'deep/clips'));
    expect((await load('extends: ../base.yaml\ndata: folder\n')).data.options['root']).toBe(process.cwd());
  });
});
