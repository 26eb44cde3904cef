import { join } from 'node:path';
import { type CmgError, type Components, Registry, type RunConfig } from '@cmg/core';
import { addPlugins, configFromText, loadComponents, loadConfig, type LoadComponentsOptions, reload, showConfig } from '../src/index.js';
import { fakeComponents } from './support/components.js';
import { component, Folder, module, plugin } from './support/folder.js';

const TEXT = `name: mine
data: ./clips.mjs
modalities: [audio, "@me/depth"]
objectives: [reconstruction, {use: ./loss.mjs, bins: 2, weight: 3}]
tasks: [own-task]
observers: ["@me/pack#watcher"]
`;

describe('components of a run', () => {
  let folder: Folder;
  let config: RunConfig;
  let components: Components;
  beforeEach(async () => {
    folder = await Folder.make();
    await folder.install('@me/depth', plugin('modality', 'depth'));
    await folder.install('own-task', plugin('task', 'mine'));
    await folder.install(
      '@me/pack',
      module(`export const watcher = ${component('observer', 'watcher')};`, `export const loss = ${component('objective', 'pack-loss')};`),
    );
    await folder.write('clips.mjs', plugin('dataset', 'clips'));
    await folder.write('loss.mjs', plugin('objective', 'loss'));
    ({ config, components } = await loadConfig(await folder.write('c.yaml', TEXT), fakeComponents()));
  });
  afterEach(() => folder.remove());

  const message = (options?: LoadComponentsOptions): Promise<string> =>
    loadComponents(config, fakeComponents(), options).then(
      () => 'no error',
      (error: CmgError) => error.message.replaceAll(folder.path, '.'),
    );

  it('are recorded with where they came from, and are the config anew', async () => {
    const base = folder.path;
    expect(config).toMatchObject({
      data: { use: 'clips', options: { bins: 7 }, from: { specifier: './clips.mjs', base } },
      modalities: [{ use: 'audio' }, { use: 'depth', from: { specifier: '@me/depth', base, version: '1.2.0' } }],
      objectives: [{ use: 'reconstruction' }, { use: 'loss', weight: 3, options: { bins: 2 }, from: { specifier: './loss.mjs', base } }],
      tasks: [{ use: 'mine', from: { specifier: 'own-task', base, version: '1.2.0' } }],
      observers: [{ use: 'watcher', from: { specifier: '@me/pack#watcher', base, version: '1.2.0' } }],
    });
    expect(config.modalities[0]).not.toHaveProperty('from');
    const shown = JSON.stringify(showConfig(config));
    expect((await configFromText(shown, join(base, 'shown.yaml'), fakeComponents())).config.objectives[1]).toMatchObject({
      use: 'loss',
      weight: 3,
      options: { bins: 2 },
      from: { specifier: join(base, 'loss.mjs') },
    });
  });

  it('are loaded again, and the given registries stay as they are', async () => {
    const given = fakeComponents();
    const again = await loadComponents(config, given);
    for (const kind of ['datasets', 'modalities', 'objectives', 'tasks', 'observers'] as const) {
      expect(again[kind].names).toEqual(components[kind].names);
      expect(given[kind].names).toEqual(fakeComponents()[kind].names);
    }
    expect(again.modalities.get('depth')).toBe(components.modalities.get('depth'));
  });

  it('are looked for in the folder of the run where the config is gone', async () => {
    const elsewhere = await Folder.make();
    config = {
      ...config,
      modalities: [],
      tasks: [],
      observers: [],
      objectives: [],
      data: { ...config.data, from: { specifier: './clips.mjs', base: join(elsewhere.path, 'gone') } },
    };
    expect(await message()).toBe(
      `the data set 'clips' cannot be loaded: ./clips.mjs: is no longer in ${join(elsewhere.path, 'gone')}\n  Give its new place: --plugin FILE.`,
    );
    expect(await message({ base: folder.path })).toBe('no error');
    expect(await message({ plugins: [join(folder.path, 'clips.mjs')] })).toBe('no error');
    await elsewhere.remove();
  });

  it('say what to install where a package is missing or of another version, all at once', async () => {
    const {
      modalities: [, depth],
      tasks: [task],
    } = config;
    config = {
      ...config,
      modalities: [{ ...depth!, from: { ...depth!.from!, version: '1.1.0' } }],
      tasks: [
        { ...task!, from: { ...task!.from!, specifier: 'not-here', version: '2.0.0' } },
        { use: 'old', options: {} },
      ],
    };
    expect(await message()).toBe(
      [
        "the modality 'depth' cannot be loaded: @me/depth: was version 1.1.0 when recorded, and is 1.2.0 in .",
        '  Install that version: npm install @me/depth@1.1.0 (in .), or use the installed one: --plugin @me/depth.',
        "the task 'mine' cannot be loaded: not-here: is not installed",
        '  Install it: npm install not-here@2.0.0 (in .).',
        "the task 'old' cannot be loaded: it is not built in, and the record does not say where it comes from",
        '  Give the package or file that exports it: --plugin PACKAGE.',
      ].join('\n'),
    );
    await folder.write('old.mjs', plugin('task', 'old'));
    expect(await message({ plugins: ['@me/depth', 'own-task', join(folder.path, 'old.mjs')] })).toBe('no error');
  });

  it('say what to install where the package of a built-in one is missing', async () => {
    config = { ...config, tasks: [{ use: 'retrieval', options: {} }] };
    const tasks = new Registry('task', [], new Map([['retrieval', '@cmg/tasks']])) as Components['tasks'];
    await expect(loadComponents(config, { ...fakeComponents(), tasks })).rejects.toThrow(
      "the task 'retrieval' cannot be loaded: unknown task 'retrieval'\n  Its package is not installed. Add it with: npm install @cmg/tasks",
    );
  });

  it('may be parts of a record, or one alone', async () => {
    const { tasks } = await loadComponents({ tasks: config.tasks }, fakeComponents());
    expect(tasks.names).toEqual(['classification', 'mine']);
    await folder.write('ear.mjs', plugin('extractor', 'ear'));
    const { component: ear } = await reload('extractor', 'ear', { specifier: './ear.mjs', base: folder.path });
    expect(ear.name).toBe('ear');
    await expect(reload('extractor', 'nose', { specifier: './ear.mjs', base: folder.path })).rejects.toThrow(
      "./ear.mjs: is now named 'ear'\n  It was 'nose' when it was recorded.",
    );
  });

  it('are not replaced by a plugin where they were built in', async () => {
    await folder.write('audio.mjs', plugin('modality', 'audio'));
    expect(await message({ plugins: [join(folder.path, 'audio.mjs')] })).toBe(
      "./audio.mjs: there is a modality named 'audio' already\n  Give it another name.",
    );
  });
});

describe('addPlugins', () => {
  it('adds all components of a file that say their kind', async () => {
    const folder = await Folder.make();
    const several = await folder.write(
      'several.mjs',
      module(`export const a = ${component('modality', 'depth')};`, `export const b = ${component('task', 'mine')};`),
    );
    const all = await addPlugins(fakeComponents(), [several]);
    expect([all.modalities.names, all.tasks.names]).toEqual([
      ['audio', 'video', 'depth'],
      ['classification', 'mine'],
    ]);
    const vague = await folder.write('vague.mjs', plugin('objective', 'vague'));
    await expect(addPlugins(fakeComponents(), [vague])).rejects.toThrow(
      'does not declare the kind of its components\n  Make each with defineModality, defineObjective,',
    );
    await expect(addPlugins(fakeComponents(), [await folder.write('empty.mjs', 'export {};')])).rejects.toThrow(
      'does not export a component',
    );
    await folder.remove();
  });
});
