import {
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { jest } from '@jest/globals';
import { provisionNative } from '../src/index.js';
import { cachedBuild, cacheRoot } from '../provision/cached-build.mjs';
import { linkPackage } from '../provision/link-package.mjs';
import { setNativeDefaults } from '../provision/native-defaults.mjs';
import { hasBinding } from '../provision/native-package.mjs';
import { runCommand } from '../provision/run-command.mjs';

let scratch = '';
beforeEach(() => {
  scratch = mkdtempSync(join(tmpdir(), 'cmg-provision-'));
});
afterEach(() => rmSync(scratch, { recursive: true, force: true }));

const write = (path: string, text = '') => {
  mkdirSync(join(path, '..'), { recursive: true });
  writeFileSync(path, text);
};

describe('cachedBuild', () => {
  const build = async (folder: string) => writeFileSync(join(folder, 'built'), 'yes');

  test('builds once and then finds what it built', async () => {
    const second = jest.fn(build);
    const folder = await cachedBuild(scratch, 'key', build);
    expect(await cachedBuild(scratch, 'key', second)).toBe(folder);
    expect(second).not.toHaveBeenCalled();
    expect(readdirSync(scratch)).toEqual(['key']);
  });

  test('leaves nothing behind when the build fails, and can be repeated', async () => {
    const broken = async (folder: string) => {
      await build(folder);
      throw new Error('no compiler');
    };
    await expect(cachedBuild(scratch, 'key', broken)).rejects.toThrow('no compiler');
    expect(readdirSync(scratch)).toEqual([]);
    await expect(cachedBuild(scratch, 'key', build)).resolves.toBe(join(scratch, 'key'));
  });

  test('two at once both get one whole folder', async () => {
    const folders = await Promise.all([cachedBuild(scratch, 'key', build), cachedBuild(scratch, 'key', build)]);
    expect(new Set(folders)).toEqual(new Set([join(scratch, 'key')]));
    expect(readdirSync(scratch)).toEqual(['key']);
    expect(readFileSync(join(scratch, 'key/built'), 'utf8')).toBe('yes');
  });

  test('clears away what an interrupted run left long ago, but not what runs now', async () => {
    for (const name of ['key.tmp-old', 'key.tmp-new']) mkdirSync(join(scratch, name));
    utimesSync(join(scratch, 'key.tmp-old'), 0, 0);
    await cachedBuild(scratch, 'key', build);
    expect(readdirSync(scratch).sort()).toEqual(['key', 'key.tmp-new']);
  });
});

describe('linkPackage', () => {
  beforeEach(() => {
    const draft = join(scratch, 'draft/node_modules');
    write(join(draft, 'native/package.json'), '{}');
    write(join(draft, 'native/lib/napi-v8/tfjs_binding.node'), 'binding');
    write(join(draft, 'native/deps/lib/library.so'), 'library');
    write(join(draft, 'helper/package.json'), '{}');
  });
  const home = () => join(scratch, 'project/native');
  const link = () => linkPackage(join(scratch, 'draft'), 'native', home());

  test('links the libraries into a package that is there, in place of what is broken, as often as it is run', async () => {
    write(join(home(), 'package.json'), '{ "mine": true }');
    write(join(home(), 'lib/half-installed'));
    await link();
    await Promise.all([link(), link()]);
    expect(hasBinding(home())).toBe(true);
    expect(readFileSync(join(home(), 'deps/lib/library.so'), 'utf8')).toBe('library');
    expect(readFileSync(join(home(), 'package.json'), 'utf8')).toContain('mine');
    expect(readdirSync(home()).sort()).toEqual(['deps', 'lib', 'package.json']);
  });

  test('brings the package itself where npm left it out, so that it lies in the project', async () => {
    await link();
    expect(hasBinding(home())).toBe(true);
    expect(lstatSync(home()).isSymbolicLink()).toBe(false);
    expect(realpathSync(join(home(), 'package.json'))).toBe(realpathSync(scratch) + '/project/native/package.json');
    expect(existsSync(join(home(), 'node_modules/helper/package.json'))).toBe(true);
  });

  test('a link to a deleted cache does not count as a binding', async () => {
    await link();
    rmSync(join(scratch, 'draft'), { recursive: true });
    expect(hasBinding(home())).toBe(false);
  });
});

describe('runCommand', () => {
  const node = (script: string, options = {}) => runCommand(process.execPath, ['-e', script], options);

  test('says in one line why a command failed', async () => {
    await expect(node('console.log("so far"); console.error("Error: no space\\n  at x"); process.exit(3)')).rejects.toThrow(
      /failed: Error: no space$/,
    );
    await expect(node('process.exit(3)')).rejects.toThrow(/failed: exit code 3/);
    await expect(runCommand('no-such-command-here', [])).rejects.toThrow('no-such-command-here is not installed');
  });

  test('ends a command that takes too long', async () => {
    await expect(node('setTimeout(() => {}, 60_000)', { timeoutMs: 200 })).rejects.toThrow(/more than 0.2 s/);
  });

  test('is content with success', async () => {
    await expect(node('')).resolves.toBeUndefined();
  });
});

test.each([
  ['CMG_NATIVE', '0'],
  ['CMG_BACKEND', 'wasm'],
  ['CMG_BACKEND', 'js'],
])('%s=%s forgoes native TensorFlow', async (name, value) => {
  process.env[name] = value;
  try {
    await expect(provisionNative()).resolves.toEqual({ ready: false, reason: `${name}=${value}` });
  } finally {
    delete process.env[name];
  }
});

test('the cache lies where the environment says', () => {
  expect(cacheRoot({ CMG_CACHE_DIR: '/a' })).toBe('/a');
  expect(cacheRoot({ XDG_CACHE_HOME: '/b' })).toBe(join('/b', 'cmg'));
  expect(cacheRoot({})).toMatch(/\.cache.cmg$/);
});

test('the environment of TensorFlow is set where the user did not set it', () => {
  const env: NodeJS.ProcessEnv = { TF_CPP_MIN_LOG_LEVEL: '0' };
  setNativeDefaults(env);
  expect(env['TF_CPP_MIN_LOG_LEVEL']).toBe('0');
  const bare: NodeJS.ProcessEnv = {};
  setNativeDefaults(bare);
  expect(bare['TF_CPP_MIN_LOG_LEVEL']).toBe('2');
});
