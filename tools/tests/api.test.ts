import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describeApi } from '../api.mjs';

const FOLDER = join(import.meta.dirname, '../../docs/api');
const described = describeApi();

it('lists every package that is published with types, and every door of it', () => {
  expect(readdirSync(FOLDER).sort()).toEqual([...described.keys()].sort());
  expect(described.get('core.d.ts')).toContain("declare module '@cmg/core/testing' {\n");
  expect(described.get('digits.d.ts')).toContain('  export { digitsReader as default };\n');
});

it('lists what a class shows, and the schema behind a type of options, with its file', () => {
  const listing = described.get('codebook.d.ts')!;
  expect(listing).toContain('  export class VectorQuantizer {\n      readonly codebook: Codebook;\n');
  expect(listing).not.toMatch(/private|#/);
  expect(listing).toContain(
    '  // commitment\n  const options: z.ZodObject<{\n      beta: z.ZodDefault<z.ZodNumber>;\n  }, z.core.$strict>;\n',
  );
});

it.each([...described])('%s is what the package exports; `npm run api` after a change that is meant', (file, text) => {
  expect(readFileSync(join(FOLDER, file), 'utf8')).toBe(text);
});

it('declares no array by its buffer, which TypeScript before 5.7 does not know', () => {
  const packages = join(import.meta.dirname, '../../packages');
  const declarations = readdirSync(packages)
    .map((name) => join(packages, name, 'dist'))
    .filter((dist) => existsSync(dist))
    .flatMap((dist) => readdirSync(dist, { recursive: true, encoding: 'utf8' }).map((file) => join(dist, file)))
    .filter((file) => file.endsWith('.d.ts'));
  expect(declarations.length).toBeGreaterThan(100);
  const generic =
    /\b(?:Uint8|Uint8Clamped|Int8|Uint16|Int16|Uint32|Int32|Float32|Float64|BigInt64)Array<(?:Shared)?ArrayBuffer(?:Like)?>|\bBuffer</;
  expect(declarations.filter((file) => generic.test(readFileSync(file, 'utf8')))).toEqual([]);
});
