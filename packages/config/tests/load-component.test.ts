import { CmgError } from '@cmg/core';
import { join } from 'node:path';
import { loadComponent } from '../src/index.js';
import { component, Folder, module, plugin } from './support/folder.js';

describe('loadComponent', () => {
  let folder: Folder;
  beforeAll(async () => {
    folder = await Folder.make();
  });
  afterAll(() => folder.remove());

  async function message(kind: Parameters<typeof loadComponent>[0], specifier: string): Promise<string> {
    const error = await loadComponent(kind, specifier, folder.path).then(
      () => undefined,
      (thrown: unknown) => thrown,
    );
    expect(error).toBeInstanceOf(CmgError);
    expect((error as CmgError).kind).toBe('usage');
    return (error as CmgError).message;
  }

  it.each(['modality', 'objective', 'dataset', 'task', 'extractor'] as const)('loads a package and a file: %s', async (kind) => {
    await folder.install(`@me/${kind}`, plugin(kind, 'mine'));
    await folder.write(`${kind}.mjs`, plugin(kind, 'mine-too'));
    const loaded = await loadComponent(kind, `@me/${kind}`, folder.path);
    expect(loaded.component.name).toBe('mine');
    expect(loaded.origin).toEqual({ specifier: `@me/${kind}`, base: folder.path, version: '1.2.0' });
    const file = await loadComponent(kind, `./${kind}.mjs`, folder.path);
    expect(file.component.name).toBe('mine-too');
    expect(file.origin).toEqual({ specifier: `./${kind}.mjs`, base: folder.path });
  });

  it('finds packages in folders above, by main where there are no exports, and by their own name from within', async () => {
    await folder.install('old-plugin', plugin('task', 'old'), { exports: undefined, main: './index' });
    const { component: old } = await loadComponent('task', 'old-plugin', join(folder.path, 'deep', 'down'));
    expect(old.name).toBe('old');
    const within = join(folder.path, 'node_modules', 'old-plugin');
    expect((await loadComponent('task', 'old-plugin', within)).component).toBe(old);
  });

  it('takes the entry that exports names for import, and subpaths', async () => {
    await folder.install('@me/pair', 'module.exports = null;', {
      exports: { '.': { require: './index.js', import: './esm.mjs' }, './second': { node: './second.mjs' } },
    });
    await folder.write('node_modules/@me/pair/esm.mjs', plugin('objective', 'first'));
    await folder.write('node_modules/@me/pair/second.mjs', plugin('objective', 'second'));
    expect((await loadComponent('objective', '@me/pair', folder.path)).component.name).toBe('first');
    expect((await loadComponent('objective', '@me/pair/second', folder.path)).component.name).toBe('second');
    expect(await message('objective', '@me/pair/third')).toMatch(
      /^@me\/pair: does not export '\.\/third' for import\n {2}Its package\.json decides what can be imported: exports is \{/,
    );
  });

  it('takes the export of the kind, the default export, `plugin`, or the one that is named', async () => {
    await folder.install(
      '@me/pack',
      module(
        `export default ${component('modality', 'depth')};`,
        `export const objective = ${component('objective', 'depth-loss')};`,
        `export const other = ${component('objective', 'depth-other')};`,
      ),
    );
    await folder.write('plugin.mjs', module(`export const plugin = ${component('task', 'by-plugin')};`));
    await folder.write('several.mjs', module(`export const a = ${component('task', 'one')}, b = ${component('task', 'two')};`));
    await folder.write('none.mjs', 'export const a = 1;');
    expect((await loadComponent('modality', '@me/pack', folder.path)).component.name).toBe('depth');
    expect((await loadComponent('objective', '@me/pack', folder.path)).component.name).toBe('depth-loss');
    expect((await loadComponent('objective', '@me/pack#depth-other', folder.path)).component.name).toBe('depth-other');
    expect((await loadComponent('task', './plugin.mjs', folder.path)).component.name).toBe('by-plugin');
    expect((await loadComponent('task', './several.mjs#two', folder.path)).component.name).toBe('two');
    expect(await message('task', './several.mjs')).toBe(
      './several.mjs: exports several components: one, two\n  Choose one, for example "./several.mjs#one".',
    );
    expect(await message('task', './several.mjs#three')).toBe(
      "./several.mjs#three: does not export a component named 'three'\n  It exports: one, two.",
    );
    expect(await message('task', './none.mjs')).toBe(
      './none.mjs: does not export any task\n  Make it the default export, or export it as task.',
    );
  });

  it('loads CommonJS that was compiled from ES modules', async () => {
    await folder.install(
      '@me/compiled',
      `exports.__esModule = true; exports.default = { name: 'old', description: 'd', options: { safeParse() {} }, create() {} };`,
      {
        type: 'commonjs',
        exports: './index.js',
      },
    );
    expect(await message('objective', '@me/compiled')).toBe(
      '@me/compiled: is not an objective: options is a schema of a zod version other than 4',
    );
  });

  it('loads TypeScript', async () => {
    await folder.write(
      'typed.ts',
      module(
        `interface Named { readonly name: string }`,
        `const typed = ${component('task', 'typed')} satisfies Named;`,
        'export default typed;',
      ),
    );
    expect((await loadComponent('task', './typed.ts', folder.path)).component.name).toBe('typed');
  });

  it('says what is missing and where to install it', async () => {
    expect(await message('task', '@nobody/none')).toBe(
      `@nobody/none: is not installed\n  Install it beside the config: npm install @nobody/none (in ${folder.path}).`,
    );
    expect(await message('task', './none.ts')).toBe(`./none.ts: is not a file\n  Looked for ${join(folder.path, 'none.ts')}.`);
    expect(await message('task', 'Not A Package')).toBe('Not A Package: is neither the name of a package nor a path that starts with ./');
    await folder.install('@me/unbuilt', '', { exports: './dist/index.js' });
    expect(await message('task', '@me/unbuilt')).toBe(
      `@me/unbuilt: is installed, but its file ${join(folder.path, 'node_modules/@me/unbuilt/dist/index.js')} is missing\n  Build the package, or reinstall it.`,
    );
  });

  it('says what a module throws and where, and does not advise to install it', async () => {
    await folder.install('@me/broken', "const start = () => {\n  throw new Error('no GPU here');\n};\nstart();");
    const text = await message('task', '@me/broken');
    expect(text).toMatch(/^@me\/broken: throws when imported: no GPU here\n {2}at .*node_modules\/@me\/broken\/index\.js:2/);
    expect(text).not.toContain('nstall');
  });

  it('says what a module that imports something missing needs', async () => {
    await folder.write('needy.mjs', "import 'not-there-at-all';");
    expect(await message('task', './needy.mjs')).toMatch(/^\.\/needy\.mjs: throws when imported: Cannot find .*'not-there-at-all'/);
  });

  it('names the package and each part that is wrong', async () => {
    await folder.install(
      '@me/partial',
      module(
        "export default { name: 'partial', description: 'p', options: z.strictObject({}), features: { axes: ['F'], description: 'f' }, createSemanticEncoder() {}, createSpecificEncoder() {} };",
      ),
    );
    await folder.install('@me/optionless', "export default { name: 'x', description: 'x', create() {} };");
    await folder.install('@me/unschemed', "export default { name: 'x', description: 'x', options: { bins: 7 }, create() {} };");
    await folder.install('@me/number', 'export default 7;');
    expect(await message('modality', '@me/partial')).toBe(
      '@me/partial: is not a modality plugin: createDecoder is missing: (options, build) => Decoder',
    );
    expect(await message('objective', '@me/optionless')).toBe(
      '@me/optionless: is not an objective: options is missing: use z.strictObject({}) if there are none',
    );
    expect(await message('objective', '@me/unschemed')).toBe('@me/unschemed: is not an objective: options is not a zod object');
    expect(await message('objective', '@me/number')).toBe('@me/number: is not an objective: number instead of an object');
    expect(await message('dataset', '@me/partial')).toBe('@me/partial: is not a data set reader: it is a modality plugin');
  });
});
