import { join, resolve } from 'node:path';
import { provisionNative } from '../src/index.js';
import { cacheRoot } from '../provision/cache-root.mjs';
import { loadNative } from '../provision/native-package.mjs';
import { setNativeDefaults } from '../provision/native-defaults.mjs';
import { runCommand } from '../provision/run-command.mjs';
import { provisionScratch } from './support/provision-scratch.js';

describe('runCommand', () => {
  const node = (script: string, options = {}) => runCommand(process.execPath, ['-e', script], options);

  test('says in one line why a command failed', async () => {
    await expect(node('console.log("so far"); console.error("Error: no space\\n  at x"); process.exit(3)')).rejects.toThrow(
      /failed: Error: no space$/,
    );
    await expect(node('process.exit(3)')).rejects.toThrow(/failed: exit code 3/);
    await expect(runCommand('no-such-command-here', [])).rejects.toThrow('no-such-command-here is not installed');
  });

  test('says it without the colours of a terminal', async () => {
    await expect(node('console.error("\\x1b[31mError: no space\\x1b[0m\\n\\x1b[0m"); process.exit(3)')).rejects.toThrow(
      /failed: Error: no space$/,
    );
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
  expect(cacheRoot({ CMG_CACHE_DIR: resolve('/a') })).toBe(resolve('/a'));
  expect(cacheRoot({ CMG_CACHE_DIR: 'below' })).toBe(resolve('below'));
  expect(cacheRoot({ XDG_CACHE_HOME: '/b' })).toBe(resolve('/b/cmg'));
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

describe('loadNative', () => {
  const scratch = provisionScratch();
  afterAll(() => scratch.remove());
  const home = (project: string) => join(scratch.root, project, 'node_modules/.cmg/native');
  const install = (folder: string, what: string) =>
    scratch.write(join(folder, 'node_modules/native/index.js'), `module.exports = '${what}';`);

  test('finds what was provided', () => {
    install(join(scratch.root, 'both'), 'installed');
    install(home('both'), 'provided');
    expect(loadNative('native', home('both'))).toBe('provided');
  });

  test('else what the user installed', () => {
    install(join(scratch.root, 'one'), 'installed');
    expect(loadNative('native', home('one'))).toBe('installed');
  });

  test('else nothing', () => {
    expect(() => loadNative('native', home('none'))).toThrow("Cannot find module 'native'");
  });
});
