import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { generate, initProject, KINDS, writeNewFiles } from '../src/index.js';

describe('generate', () => {
  it.each(KINDS)('%s: no name of the template is left', async (kind) => {
    const { folder, name, files } = await generate(kind, { name: 'wrist-imu', scope: 'me', shape: [6, 50] });
    expect([folder, name]).toEqual([`${kind}-wrist-imu`, `@me/${kind}-wrist-imu`]);
    const source = files.find(({ path }) => path === `src/${folder}.ts`)?.content ?? '';
    expect(source).toContain(`export const wristImu${kind.charAt(0).toUpperCase()}${kind.slice(1)} = define`);
    expect(source).toContain("name: 'wrist-imu'");
    expect(source).not.toMatch(/example/i);
    expect(files.map(({ path }) => path)).toEqual(
      expect.arrayContaining(['package.json', 'tsconfig.json', 'src/index.ts', `tests/${folder}.test.mjs`, 'README.md']),
    );
  });

  it('says in the README how the package is used, in English', async () => {
    const readme = async (kind: (typeof KINDS)[number]) =>
      (await generate(kind, { name: 'own' })).files.find(({ path }) => path === 'README.md')?.content;
    expect(await readme('task')).toContain('\nA task for');
    expect(await readme('objective')).toContain('\nAn objective for');
    expect(await readme('modality')).toContain('a project that has it (`npm install PATH`');
    expect(await readme('extractor')).toContain('in the file that cmg extract --extractors names');
  });

  it('makes a package of the repository as its neighbours are', async () => {
    const { folder, name, files } = await generate('objective', { name: 'variance', workspace: true });
    expect([folder, name]).toEqual(['objective-variance', '@cmg/objective-variance']);
    const neighbour = ['CHANGELOG.md', 'LICENSE', 'jest.config.mjs', 'package.json', 'README.md', 'tsconfig.json', 'tsconfig.test.json'];
    expect(files.map(({ path }) => path)).toEqual(expect.arrayContaining([...neighbour, 'tests/objective-variance.test.ts']));
    expect(JSON.parse(files.find(({ path }) => path === 'package.json')?.content ?? '')).toMatchObject({
      homepage: 'https://github.com/cross-modal-generalization/cmg/tree/main/packages/objective-variance#readme',
      repository: { directory: 'packages/objective-variance' },
      files: ['dist', '!dist/*.tsbuildinfo', 'src', 'CHANGELOG.md'],
      exports: { '.': { '@cmg/source': './src/index.ts' } },
      nx: { tags: ['layer:method'] },
    });
  });

  it('takes tfjs and core as it finds them, and brings what else it needs', async () => {
    const manifest = async (kind: (typeof KINDS)[number], workspace = false) =>
      JSON.parse((await generate(kind, { name: 'own', workspace })).files.find(({ path }) => path === 'package.json')?.content ?? '');
    const cmg = expect.stringMatching(/^\^0\./);
    expect(await manifest('modality')).toMatchObject({
      dependencies: { '@cmg/nn': cmg, zod: '^4.3.0' },
      peerDependencies: { '@cmg/core': cmg, '@tensorflow/tfjs': '^4.17.0' },
    });
    expect((await manifest('dataset')).peerDependencies).toEqual({ '@cmg/core': cmg });
    expect(await manifest('modality', true)).toMatchObject({
      dependencies: { '@cmg/core': cmg, '@cmg/nn': cmg, zod: '^4.3.0' },
      peerDependencies: { '@tensorflow/tfjs': '^4.17.0' },
    });
    expect(await manifest('observer', true)).not.toHaveProperty('peerDependencies');
  });

  it('refuses names, scopes and shapes that cannot be used', async () => {
    await expect(generate('task', { name: 'My Task' })).rejects.toThrow("'My Task' cannot be the name of a component");
    await expect(generate('task', { name: 'mine', scope: '@me/x' })).rejects.toThrow("'@me/x' is not a package scope");
    await expect(generate('modality', { name: 'imu', shape: [6, 0] })).rejects.toThrow('[6, 0] is not a shape');
  });

  it('names the axes of a modality, and gives the clips of its example their shape', async () => {
    const { files } = await generate('modality', { name: 'depth', shape: [16, 16, 1] });
    const text = (path: string) => files.find((file) => file.path === path)?.content;
    expect(text('src/modality-depth.ts')).toContain("axes: ['H', 'W', 'F']");
    expect(text('example/clips.ts')).toContain("{ audio: [16], 'depth': [16, 16, 1] }");
  });
});

describe('writeNewFiles', () => {
  let folder: string;
  beforeEach(async () => void (folder = await mkdtemp(join(tmpdir(), 'cmg-create-'))));
  afterEach(() => rm(folder, { recursive: true }));

  it('writes a project beside other files, and nothing at all where one would be overwritten', async () => {
    await writeFile(join(folder, 'notes.txt'), 'mine');
    const files = initProject('first');
    await writeNewFiles(folder, files);
    expect((await readdir(folder)).sort()).toEqual([
      '.gitignore',
      'README.md',
      'clips.example.csv',
      'config.yaml',
      'notes.txt',
      'package.json',
    ]);
    await rm(join(folder, 'README.md'));
    await writeFile(join(folder, 'config.yaml'), 'mine');
    await expect(writeNewFiles(folder, files)).rejects.toThrow(
      'already contains these files: package.json, config.yaml, clips.example.csv, .gitignore',
    );
    expect(await readdir(folder)).not.toContain('README.md');
    expect(await readFile(join(folder, 'config.yaml'), 'utf8')).toBe('mine');
  });
});
