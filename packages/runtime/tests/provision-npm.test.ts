import { existsSync } from 'node:fs';
import { join, relative } from 'node:path';
import { nativeHome, tfjsModules } from '../provision/native-package.mjs';
import { provideFolder } from '../provision/provide-folder.mjs';
import { runCommand } from '../provision/run-command.mjs';
import { contentOf, provisionScratch } from './support/provision-scratch.js';

const scratch = provisionScratch();
const project = join(scratch.root, 'project');
const entry = join(scratch.root, 'cache/native');
const home = join(project, 'node_modules', relative(tfjsModules(), nativeHome('@tensorflow/tfjs-node')));

const provide = () => provideFolder({ home, entry, key: '1', build: scratch.build, works: async () => true, log: () => {} });

/** The real npm, which asks no registry: packages are folders, installed as if they were published. */
const npm = (...args: string[]) =>
  runCommand(process.platform === 'win32' ? 'npm.cmd' : 'npm', args, {
    cwd: project,
    env: { ...process.env, npm_config_cache: join(scratch.root, 'npm'), npm_config_offline: 'true', npm_config_install_links: 'true' },
  });

beforeAll(async () => {
  for (const name of ['first', 'second']) {
    scratch.write(join(scratch.root, name, 'package.json'), JSON.stringify({ name, version: '1.0.0' }));
  }
  scratch.write(join(project, 'package.json'), '{ "private": true }');
  await npm('install', '../first');
});
afterAll(() => scratch.remove());

test('npm can install, prune and reinstall without harm to what was provided or to the cache', async () => {
  expect(await provide()).toBe('wheel');
  const provided = contentOf(entry);
  expect(contentOf(home)).toEqual(provided);

  await npm('install', '../second');
  expect(existsSync(join(project, 'node_modules/second/package.json'))).toBe(true);
  expect(contentOf(home)).toEqual(provided);

  await npm('uninstall', 'first');
  await npm('prune');
  expect(existsSync(join(project, 'node_modules/first'))).toBe(false);
  expect(await provide()).toBe('present');

  await npm('ci');
  expect(existsSync(join(project, 'node_modules/second/package.json'))).toBe(true);
  expect(existsSync(home)).toBe(false);
  expect(await provide()).toBe('cache');
  expect(contentOf(home)).toEqual(provided);
  expect(contentOf(entry)).toEqual(provided);
});
