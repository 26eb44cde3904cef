import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { dependenciesAreCurrent } from '../lib/dependencies.mjs';

const LOCK = {
  '': { version: '0.0.0' },
  'node_modules/a': { version: '1.0.0' },
  'node_modules/for-another-system': { version: '2.0.0', optional: true },
};

let root = '';
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'cmg-dependencies-'));
  mkdirSync(join(root, 'node_modules'));
  writeFileSync(join(root, 'package-lock.json'), JSON.stringify({ packages: LOCK }));
});
afterEach(() => rmSync(root, { recursive: true }));

const installed = (packages: object) => writeFileSync(join(root, 'node_modules/.package-lock.json'), JSON.stringify({ packages }));

test('nothing installed is out of date', () => {
  expect(dependenciesAreCurrent(root)).toBe(false);
});

test('what the lock file asks for is current, without what is optional', () => {
  installed({ 'node_modules/a': { version: '1.0.0' } });
  expect(dependenciesAreCurrent(root)).toBe(true);
});

test.each([
  ['another version', { 'node_modules/a': { version: '1.0.1' } }],
  ['a package less', { 'node_modules/for-another-system': { version: '2.0.0' } }],
  [
    'another version of something optional',
    { 'node_modules/a': { version: '1.0.0' }, 'node_modules/for-another-system': { version: '1.9.0' } },
  ],
])('%s is out of date', (_name, packages) => {
  installed(packages);
  expect(dependenciesAreCurrent(root)).toBe(false);
});
