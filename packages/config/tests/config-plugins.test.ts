import { join } from 'node:path';
import type { CmgError } from '@cmg/core';
import { loadConfig, type LoadConfigOptions } from '../src/index.js';
import { fakeComponents } from './support/components.js';
import { Folder, plugin } from './support/folder.js';

const TEXT = `name: mine
data: digits
modalities: [audio, MODALITY]
objectives: [reconstruction]
`;

describe('components that a config names', () => {
  let folder: Folder;
  beforeEach(async () => {
    folder = await Folder.make();
  });
  afterEach(() => folder.remove());

  const load = async (text: string, options?: LoadConfigOptions) =>
    loadConfig(await folder.write('c.yaml', text), fakeComponents(), options);
  const message = (text: string, options?: LoadConfigOptions): Promise<string> =>
    load(text, options).then(
      () => 'no error',
      (error: CmgError) => error.message.replaceAll(`${folder.path}/`, '').replaceAll(folder.path, '.'),
    );

  it('must not be named like a built-in one, or like each other', async () => {
    await folder.write('audio.mjs', plugin('modality', 'audio'));
    await folder.write('one.mjs', plugin('modality', 'depth'));
    await folder.write('two.mjs', plugin('modality', 'depth'));
    expect(await message(TEXT.replace('MODALITY', './audio.mjs'))).toBe(
      "c.yaml:3:21: modalities[1]: './audio.mjs' is named 'audio', and so is a built-in modality: give one of them another name",
    );
    expect(await message(TEXT.replace('audio, MODALITY', './audio.mjs, {use: audio, layers: 3}'))).toBe(
      "c.yaml:3:14: modalities[0]: './audio.mjs' is named 'audio', and so is a built-in modality: give one of them another name",
    );
    expect(await message(TEXT.replace('MODALITY', './one.mjs, ./two.mjs'))).toBe(
      "c.yaml:3:32: modalities[2]: './two.mjs' is named 'depth', and so is './one.mjs': give one of them another name",
    );
    expect(await message(TEXT.replace('MODALITY', './one.mjs, ./one.mjs'))).toBe("c.yaml:3:32: modalities[2]: 'depth' is listed twice");
  });

  it('are checked with all else, each mistake at its place', async () => {
    await folder.install('@me/broken', "throw new Error('no GPU here');");
    await folder.write('depth.mjs', plugin('modality', 'depth'));
    const text = TEXT.replace('MODALITY', '"@me/broken", "@me/none", ./none.mjs, vidio, {use: ./depth.mjs, binz: 3}') + 'seed: x\n';
    const [broken, at, ...rest] = (await message(text)).split('\n');
    expect(broken).toBe("c.yaml:3:21: modalities[1]: '@me/broken' throws when imported: no GPU here");
    expect(at).toMatch(/^ {2}at .*node_modules\/@me\/broken\/index\.js:1/);
    expect(rest).toEqual([
      "c.yaml:3:35: modalities[2]: '@me/none' is not installed",
      '  Install it beside the config: npm install @me/none (in .).',
      "c.yaml:3:47: modalities[3]: './none.mjs' is not a file",
      '  Looked for none.mjs.',
      "c.yaml:3:59: modalities[4].use: unknown modality 'vidio', did you mean 'video'? (known: audio, video, depth)",
      "c.yaml:3:85: modalities[5].binz: unknown option, did you mean 'bins'? (known: bins, root, context, featureDropout)",
      'c.yaml:5:1: seed: Invalid input: expected number, received string',
    ]);
  });

  it('may be packages without a scope', async () => {
    await folder.install('depth-plugin', plugin('modality', 'depth'));
    expect((await load(TEXT.replace('MODALITY', 'depth-plugin'))).config.modalities[1]).toMatchObject({
      use: 'depth',
      from: { specifier: 'depth-plugin' },
    });
  });

  it('that are installed, but not built, are not taken for a misspelling', async () => {
    await folder.write('node_modules/depth-plugin/package.json', JSON.stringify({ name: 'depth-plugin', exports: './dist/index.js' }));
    const built = join('node_modules', 'depth-plugin', 'dist', 'index.js');
    for (const plugins of [true, false]) {
      expect(await message(TEXT.replace('MODALITY', 'depth-plugin'), { plugins })).toBe(
        `c.yaml:3:21: modalities[1]: 'depth-plugin' is installed, but its file ${built} is missing\n  Build the package, or reinstall it.`,
      );
    }
    await folder.write(
      'node_modules/depth-plugin/package.json',
      JSON.stringify({ name: 'depth-plugin', exports: { '.': { types: './index.d.ts' } } }),
    );
    expect(await message(TEXT.replace('MODALITY', 'depth-plugin'))).toContain("'depth-plugin' does not export '.' for import");
  });

  it('that are not installed are told apart from misspellings', async () => {
    expect(await message(TEXT.replace('MODALITY', 'depth-plugin'))).toBe(
      "c.yaml:3:21: modalities[1].use: unknown modality 'depth-plugin', and no package of this name is installed (known: audio, video)",
    );
    expect(await message(TEXT.replace('MODALITY', 'vidio'))).toBe(
      "c.yaml:3:21: modalities[1].use: unknown modality 'vidio', did you mean 'video'? (known: audio, video)",
    );
  });

  it('are files, not folders', async () => {
    await folder.write('depth/index.mjs', plugin('modality', 'depth'));
    expect(await message(TEXT.replace('MODALITY', './depth'))).toMatch(/'\.\/depth' is a folder\n {2}Name a file in it, or install it/);
  });

  it('are looked for beside the file that names them, and overrides know them by their names', async () => {
    await folder.write('base/depth.mjs', plugin('modality', 'depth'));
    await folder.write('base/base.yaml', TEXT.replace('MODALITY', './depth.mjs'));
    const text = 'extends: base/base.yaml\n';
    expect((await load(text, { set: ['modalities.depth.bins=3'] })).config.modalities[1]).toMatchObject({
      use: 'depth',
      options: { bins: 3 },
      from: { specifier: './depth.mjs', base: join(folder.path, 'base') },
    });
    expect((await load(text, { without: ['modalities.depth'] })).config.modalities).toHaveLength(1);
    expect((await load(text, { without: ['modalities../depth.mjs'] })).config.modalities).toHaveLength(1);
    const own = await folder.write('own.mjs', plugin('task', 'own'));
    expect((await load(text, { add: [`tasks: ${own}`] })).config.tasks).toMatchObject([{ use: 'own', from: { base: process.cwd() } }]);
  });

  it('are only looked for where plugins are off', async () => {
    await folder.install('@me/deadly', 'globalThis.deadlyPluginRan = true; throw new Error();');
    await folder.write('deadly.mjs', 'globalThis.deadlyPluginRan = true; throw new Error();');
    const text = TEXT.replace('MODALITY', '"@me/deadly"').replace(
      '[reconstruction]',
      '[reconstruction, {use: ./deadly.mjs, weight: 2, any: thing}]',
    );
    expect(await message(text, { plugins: false })).toBe('no error');
    expect(await message(text.replace('./deadly', './missing') + 'seed: x\n', { plugins: false })).toBe(
      "c.yaml:4:30: objectives[1]: './missing.mjs' is not a file\n  Looked for missing.mjs.\nc.yaml:5:1: seed: Invalid input: expected number, received string",
    );
    expect((globalThis as { deadlyPluginRan?: boolean }).deadlyPluginRan).toBeUndefined();
  });
});
