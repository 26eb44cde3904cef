import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { strangersEnvironment, userConfig } from '../release/npm.mjs';

const REGISTRY = 'http://127.0.0.1:4873/';
const before = { ...process.env };
afterEach(() => void (process.env = { ...before }));

test("a stranger's terminal has its own user config, and nothing of the script that runs the check", () => {
  Object.assign(process.env, {
    npm_config_ignore_scripts: 'true',
    npm_package_name: 'x',
    npm_config_userconfig: '/mine',
    npm_config_registry: 'https://r/',
    NO_PROXY: 'a',
  });
  const env = strangersEnvironment('/theirs');
  expect(env).toMatchObject({
    NPM_CONFIG_USERCONFIG: '/theirs',
    npm_config_registry: 'https://r/',
    NO_PROXY: '127.0.0.1,a',
    PATH: before['PATH'],
  });
  expect(Object.keys(env)).not.toEqual(expect.arrayContaining(['npm_config_ignore_scripts']));
  expect(Object.keys(env).filter((name) => /^npm_(package|lifecycle)|userconfig$/.test(name))).toEqual([]);
});

test("the user's own config is kept, but for where @cmg packages and those of documents come from", () => {
  const folder = mkdtempSync(join(tmpdir(), 'cmg-npmrc-'));
  const file = join(folder, '.npmrc');
  writeFileSync(file, 'registry=https://mirror/\n//mirror/:_authToken=secret');
  process.env['npm_config_userconfig'] = file;
  const lines = userConfig(REGISTRY).split('\n');
  rmSync(folder, { recursive: true });
  expect(lines.slice(0, 5)).toEqual([
    'registry=https://mirror/',
    '//mirror/:_authToken=secret',
    '@cmg:registry=http://127.0.0.1:4873/',
    '@me:registry=http://127.0.0.1:4873/',
    '//127.0.0.1:4873/:_authToken=none',
  ]);
});
