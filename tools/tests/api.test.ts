import { readdirSync, readFileSync } from 'node:fs';
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
