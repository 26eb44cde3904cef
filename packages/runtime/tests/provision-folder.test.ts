import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  rmSync,
  symlinkSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { jest } from '@jest/globals';
import { removeOldLinks } from '../provision/old-links.mjs';
import { provideFolder } from '../provision/provide-folder.mjs';
import { contentOf, LIBRARY, provisionScratch } from './support/provision-scratch.js';

let scratch: ReturnType<typeof provisionScratch>;
beforeEach(() => {
  scratch = provisionScratch();
});
afterEach(() => scratch.remove());

const home = (project = 'project') => join(scratch.root, project, 'node_modules/.cmg/native');
const cache = () => join(scratch.root, 'cache');
const entry = () => join(cache(), 'native-1');
const library = (folder: string) => join(folder, 'node_modules/native/deps/lib/library.so');
const WHOLE = {
  'manifest.json': expect.any(String),
  'node_modules/helper/index.js': 'module.exports = 1;',
  'node_modules/native/deps/lib/library.so': LIBRARY,
  'node_modules/native/package.json': '{ "name": "native", "version": "1.0.0" }',
};

/** Provides the fake package for a project, and tells whence it came, whether it was built and what was said. */
async function provide({ project = 'project', key = '1', works = async () => true, ...given }: Partial<Options> = {}) {
  const build = jest.fn(given.build ?? scratch.build);
  const log = jest.fn<(line: string) => void>();
  const source = await provideFolder({ home: home(project), entry: given.entry ?? entry(), key, build, works, log });
  return { source, builds: build.mock.calls.length, lines: log.mock.calls.flat() };
}
interface Options {
  project: string;
  entry: string;
  key: string;
  works: (folder: string) => Promise<boolean>;
  build: (draft: string) => Promise<'wheel'>;
}

describe('a sound cache', () => {
  test('is built once and serves every project', async () => {
    expect(await provide()).toEqual({ source: 'wheel', builds: 1, lines: [] });
    expect(await provide()).toEqual({ source: 'present', builds: 0, lines: [] });
    expect(await provide({ project: 'another' })).toEqual({ source: 'cache', builds: 0, lines: [] });
    for (const folder of [home(), home('another'), entry()]) expect(contentOf(folder)).toEqual(WHOLE);
  });

  test('cannot be reached through a project: no links to its folders, small files copied, large ones read-only', async () => {
    await provide();
    for (const path of readdirSync(home(), { recursive: true }) as string[]) {
      expect(lstatSync(join(home(), path)).isSymbolicLink()).toBe(false);
    }
    writeFileSync(join(home(), 'node_modules/helper/index.js'), 'edited');
    expect(lstatSync(library(home())).mode & 0o222).toBe(0);
    rmSync(home(), { recursive: true });
    expect(contentOf(entry())).toEqual(WHOLE);
  });

  test('is built by two projects at once without harm', async () => {
    const outcomes = await Promise.all([provide(), provide({ project: 'another' }), provide()]);
    expect(outcomes.map(({ source }) => source)).toEqual(['wheel', 'wheel', 'wheel']);
    for (const folder of [home(), home('another'), entry()]) expect(contentOf(folder)).toEqual(WHOLE);
    expect(readdirSync(cache())).toEqual(['native-1']);
    expect(readdirSync(join(home(), '..'))).toEqual(['native']);
  });

  test('is not replaced while another project reads it: the first to finish a build puts it there', async () => {
    const build = async (draft: string) => {
      await provide({ project: 'another' });
      first = lstatSync(entry()).ino;
      return scratch.build(draft);
    };
    let first = NaN;
    expect(await provide({ build })).toMatchObject({ source: 'wheel', builds: 1 });
    expect(lstatSync(entry()).ino).toBe(first);
    expect(readdirSync(cache())).toEqual(['native-1']);
  });

  test('is not left half built by a build that fails', async () => {
    const build = async (draft: string) => {
      await scratch.build(draft);
      throw new Error('no compiler');
    };
    await expect(provide({ build })).rejects.toThrow('no compiler');
    expect(readdirSync(cache())).toEqual([]);
    expect(readdirSync(join(home(), '..'))).toEqual([]);
  });

  test('is cleared of what an interrupted run left long ago, but not of what runs now', async () => {
    for (const name of ['native-1.tmp-old', 'native-1.tmp-new']) mkdirSync(join(cache(), name), { recursive: true });
    utimesSync(join(cache(), 'native-1.tmp-old'), 0, 0);
    await provide();
    expect(readdirSync(cache()).sort()).toEqual(['native-1', 'native-1.tmp-new']);
  });
});

const DAMAGES: readonly (readonly [string, (folder: string) => void])[] = [
  ['a file less', (folder) => rmSync(library(folder))],
  ['a folder less', (folder) => rmSync(join(folder, 'node_modules/helper'), { recursive: true })],
  ['a file cut short', (folder) => writeFileSync(join(folder, 'node_modules/helper/index.js'), 'module')],
  ['an unreadable manifest', (folder) => writeFileSync(join(folder, 'manifest.json'), '{"sizes":')],
  ['no manifest', (folder) => rmSync(join(folder, 'manifest.json'))],
  ['a file in its place', (folder) => replaceByFile(folder)],
];
const replaceByFile = (folder: string) => {
  rmSync(folder, { recursive: true });
  writeFileSync(folder, '');
};

describe.each(DAMAGES)('a folder with %s', (_name, damage) => {
  test('is healed from the cache in a project', async () => {
    await provide();
    damage(home());
    expect(await provide()).toMatchObject({ source: 'cache', builds: 0 });
    for (const folder of [home(), entry()]) expect(contentOf(folder)).toEqual(WHOLE);
  });

  test('is built anew in the cache, and projects stay as they are', async () => {
    await provide();
    damage(entry());
    expect(await provide()).toMatchObject({ source: 'present' });
    expect(await provide({ project: 'another' })).toMatchObject({ source: 'wheel', builds: 1 });
    for (const folder of [home(), home('another'), entry()]) expect(contentOf(folder)).toEqual(WHOLE);
  });
});

test('what was cut short in place, hence in the cache too where it is shared, is replaced everywhere', async () => {
  await provide();
  await provide({ project: 'another' });
  chmodSync(library(home()), 0o644);
  truncateSync(library(home()), 5);
  for (const project of ['project', 'another']) await provide({ project });
  for (const folder of [home(), home('another'), entry()]) expect(contentOf(folder)).toEqual(WHOLE);
});

test('what is whole but does not work is replaced, in the project and in the cache', async () => {
  await provide();
  const broken = 'module.exports = 0;';
  for (const folder of [home(), entry()]) writeFileSync(join(folder, 'node_modules/helper/index.js'), broken);
  const works = async (folder: string) => contentOf(folder)['node_modules/helper/index.js'] !== broken;
  expect(await provide({ works })).toMatchObject({ source: 'wheel' });
  for (const folder of [home(), entry()]) expect(contentOf(folder)).toEqual(WHOLE);
});

test('what was made for another version is replaced', async () => {
  await provide();
  scratch.write(join(home(), 'node_modules/native/deps/lib/old.so'), 'old');
  expect(await provide({ key: '2' })).toMatchObject({ source: 'wheel' });
  expect(contentOf(home())).toEqual(WHOLE);
});

describe('a cache that cannot be written', () => {
  const onLinux = process.platform === 'linux' ? test : test.skip;

  async function expectBuildInProject(unwritable: string) {
    const { source, lines } = await provide({ entry: unwritable });
    expect(source).toBe('wheel');
    expect(lines).toEqual([expect.stringMatching(/native-1 cannot be written \(E.*\): building into the project$/)]);
    expect(contentOf(home())).toEqual(WHOLE);
    expect(await provide({ entry: unwritable })).toEqual({ source: 'present', builds: 0, lines: [] });
  }

  test('because it is a file: the build goes into the project', async () => {
    writeFileSync(cache(), '');
    await expectBuildInProject(entry());
  });

  test('because it links to nowhere: the build goes into the project', async () => {
    symlinkSync(join(scratch.root, 'nowhere/deep'), cache(), 'junction');
    await expectBuildInProject(entry());
  });

  onLinux('because its file system takes no folders: the build goes into the project', async () => {
    await expectBuildInProject('/proc/cmg/native-1');
  });

  test('because it is read-only: what it has is copied', async () => {
    await provide();
    for (const folder of [cache(), entry()]) chmodSync(folder, 0o555);
    expect(await provide({ project: 'another' })).toEqual({ source: 'cache', builds: 0, lines: [] });
    expect(contentOf(home('another'))).toEqual(WHOLE);
    for (const folder of [cache(), entry()]) chmodSync(folder, 0o755);
  });
});

test('a project that cannot be written is an error that names the folder', async () => {
  scratch.write(join(scratch.root, 'project'), 'a file');
  await expect(provide()).rejects.toThrow(/native cannot be written \(ENOTDIR/);
});

test("an earlier version's links to the cache are removed, and nothing else", async () => {
  const modules = join(scratch.root, 'project/node_modules');
  const old = join(cache(), 'old');
  await scratch.build(old);
  scratch.write(join(modules, 'native/package.json'), '{}');
  scratch.write(join(modules, 'native/lib/own.js'), '');
  symlinkSync(join(old, 'node_modules/native/deps'), join(modules, 'native/deps'), 'junction');
  symlinkSync(join(old, 'node_modules'), join(modules, 'native/node_modules'), 'junction');
  await removeOldLinks('native', modules);
  await removeOldLinks('not-installed', modules);
  expect(contentOf(modules)).toEqual({ 'native/package.json': '{}', 'native/lib/own.js': '' });
  expect(existsSync(library(old))).toBe(true);
});
