import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { packagesPicture } from '../docs/packages-picture.mjs';
import { pictures, readPackages } from '../docs/pictures.mjs';

const ROOT = join(import.meta.dirname, '../..');

test.each(Object.keys(pictures()))('%s shows the packages as they are; if not, node tools/docs/pictures.mjs draws it anew', (path) => {
  expect(readFileSync(join(ROOT, path), 'utf8') === pictures()[path as keyof ReturnType<typeof pictures>]).toBe(true);
});

test('every published package is in the picture', () => {
  const picture = packagesPicture(readPackages());
  const shown = [...picture.matchAll(/class="code">([\w-]+)</g)].map(([, name]) => name);
  expect(shown.sort()).toEqual(
    readPackages()
      .map(({ name }) => name.replace('modality-', ''))
      .sort(),
  );
});

const nn = { name: 'nn', layer: 'nn', needs: ['core'] };
const core = { name: 'core', layer: 'core', needs: [] };
const arrows = (picture: string) => picture.match(/class="arrow"/g)?.length ?? 0;

test('an import that a longer way implies has no arrow', () => {
  expect(arrows(packagesPicture([core, nn]))).toBe(1);
  expect(arrows(packagesPicture([core, nn, { name: 'codebook', layer: 'codebook', needs: ['nn', 'core'] }]))).toBe(2);
});

test('layers that import each other cannot be drawn, nor can a layer without a place', () => {
  expect(() => packagesPicture([{ ...core, needs: ['nn'] }, nn])).toThrow('layers import each other: core -> nn -> core');
  expect(() => packagesPicture([core, { name: 'web', layer: 'page', needs: ['core'] }])).toThrow("the layer 'page' of @cmg/web");
});
