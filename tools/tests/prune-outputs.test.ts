import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pruneOutputs } from '../lib/prune-outputs.mjs';

const packages = mkdtempSync(join(tmpdir(), 'cmg-prune-'));
afterAll(() => rmSync(packages, { recursive: true }));

test('what was compiled from a source that is gone goes too', () => {
  const kept = [
    'a/src/index.ts',
    'a/src/deep/one.ts',
    'a/dist/index.js',
    'a/dist/deep/one.d.ts',
    'a/dist/deep/one.d.ts.map',
    'b/src/index.ts',
  ];
  const spare = ['a/dist/index.js.map', 'a/dist/deep/two.js', 'a/dist/deep/two.d.ts', 'a/dist/deep/two.d.ts.map'];
  for (const path of [...kept, ...spare, 'a/dist/tsconfig.tsbuildinfo']) {
    mkdirSync(dirname(join(packages, path)), { recursive: true });
    writeFileSync(join(packages, path), '');
  }
  pruneOutputs(packages);
  expect(spare.filter((path) => existsSync(join(packages, path)))).toEqual([]);
  expect([...kept, 'a/dist/tsconfig.tsbuildinfo'].filter((path) => !existsSync(join(packages, path)))).toEqual([]);
});
