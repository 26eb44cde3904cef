import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { productionLock } from '../lib/production-lock.mjs';
import { LICENCES, licencesText } from '../licences.mjs';

const ROOT = join(import.meta.dirname, '../..');
const read = (path: string) => JSON.parse(readFileSync(join(ROOT, path), 'utf8')) as { packages: Record<string, Locked> };

interface Locked {
  readonly integrity?: string;
  readonly resolved?: string;
  readonly link?: boolean;
}

test.each([
  ['package-lock.json', 500],
  ['tools/docs/package-lock.json', 20],
  ['tools/release/package-lock.json', 300],
])('every package of %s has a hash, and none the address of a registry', (file, least) => {
  const fetched = Object.entries(read(file).packages).filter(([path, { link }]) => path.includes('node_modules/') && !link);
  expect(fetched.length).toBeGreaterThan(least);
  expect(fetched.filter(([, { integrity }]) => !integrity?.startsWith('sha512-')).map(([path]) => path)).toEqual([]);
  expect(fetched.filter(([, { resolved }]) => resolved !== undefined).map(([path]) => path)).toEqual([]);
});

test('docs/licences.md lists the licences of today; if not, npm run licences writes it anew', () => {
  expect(readFileSync(LICENCES, 'utf8') === licencesText(read('package-lock.json'))).toBe(true);
});

test('a package that only development needs is no part of an installation, whoever lists it', () => {
  const lock = {
    packages: {
      '': { devDependencies: { jest: '1.0.0', sharp: '1.0.0' } },
      'packages/media': { dependencies: { sharp: '1.0.0' } },
      'node_modules/sharp': { version: '1.0.0', license: 'Apache 2.0' },
      'node_modules/jest': { version: '1.0.0', license: 'MIT', dev: true },
    },
  };
  expect(productionLock(lock).packages).toEqual({
    '': {},
    'packages/media': { dependencies: { sharp: '1.0.0' } },
    'node_modules/sharp': { version: '1.0.0', license: 'Apache 2.0' },
  });
  expect(licencesText(lock)).toContain('| Apache-2.0 | sharp 1.0.0 |\n');
  expect(licencesText(lock)).not.toContain('jest');
});
