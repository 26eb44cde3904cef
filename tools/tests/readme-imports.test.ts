import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const ROOT = join(import.meta.dirname, '../..');
const read = (path: string) => readFileSync(join(ROOT, path), 'utf8');

/** What the examples of a document import from packages of this repository: [package, name]. */
function importsOf(document: string): [name: string, imported: string][] {
  const statements = document.matchAll(/import\s+\{([^}]*)\}\s+from\s+'@cmg\/([\w-]+)(\/testing)?'/g);
  return [...statements].flatMap(([, names = '', name = '', testing]) =>
    names.split(',').flatMap((one): [string, string][] => {
      const imported =
        one
          .trim()
          .replace(/^type\s+/, '')
          .split(' as ')[0] ?? '';
      return imported === '' ? [] : [[testing === undefined ? `${name}/src/index.ts` : `${name}/src/testing/index.ts`, imported]];
    }),
  );
}

test('what examples in documents import is exported', () => {
  const ofPackages = readdirSync(join(ROOT, 'packages')).map((name) => `packages/${name}/README.md`);
  const documents = ['README.md', 'ARCHITECTURE.md', 'CONTRIBUTING.md', ...ofPackages].filter((path) => existsSync(join(ROOT, path)));
  const imports = documents.flatMap((path) => importsOf(read(path)).map(([source, imported]) => ({ path, source, imported })));
  expect(imports.length).toBeGreaterThan(40);
  const missing = imports.filter(({ source, imported }) => !new RegExp(`\\b${imported}\\b`).test(read(`packages/${source}`)));
  expect(missing).toEqual([]);
});
