import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const PACKAGES = join(import.meta.dirname, '../../packages');

/** What a package's published sources import when they run, by file; types are gone by then. The conformance suites are a door of their own. */
function importsOf(name: string): [file: string, imported: string][] {
  const src = join(PACKAGES, name, 'src');
  const files = (readdirSync(src, { recursive: true }) as string[]).filter((file) => file.endsWith('.ts') && !file.startsWith('testing'));
  return files.flatMap((file) => {
    const text = readFileSync(join(src, file), 'utf8');
    const statements = text.matchAll(/^(?:import|export)(?! type\b)[^;]*?from '([^']+)'|\bimport\('([^']+)'\)/gm);
    return [...statements].map(([, from, dynamic]): [string, string] => [file, (from ?? dynamic) as string]);
  });
}

const allOf = (packages: readonly string[]) =>
  packages.flatMap((name) => importsOf(name).map(([file, imported]) => `${name}/${file}: ${imported}`));

describe('what packages import', () => {
  it('is found by this test', () => {
    expect(importsOf('formats')).toContainEqual(['write/write-file-atomic.ts', 'node:fs/promises']);
    expect(importsOf('trainer').map(([, imported]) => imported)).toEqual(
      expect.arrayContaining(['tsyringe', '@tensorflow/tfjs', '@cmg/core']),
    );
  });

  it('runs in a browser where it is the method: no Node, no injection, no files, nothing but each other', () => {
    const method = ['core', 'nn', 'codebook', 'dcid', 'mm-ema', 'baselines'];
    const known = ['zod', '@tensorflow/tfjs', ...method.map((name) => `@cmg/${name}`)];
    expect(allOf(method).filter((line) => !line.includes(': .') && !known.includes(line.split(': ')[1] as string))).toEqual([]);
  });

  it('does without TensorFlow where nothing is computed', () => {
    expect(allOf(['core', 'formats', 'config', 'create', 'datasets', 'search']).filter((line) => line.includes('@tensorflow'))).toEqual([]);
  });
});
