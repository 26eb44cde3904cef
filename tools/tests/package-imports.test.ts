import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

const PACKAGES = join(import.meta.dirname, '../../packages');

/** What runs of an import or an export; types are gone by then. */
const IMPORT = /^(?:import|export)(?! type\b)[^;]*?from '([^']+)'|\bimport\('([^']+)'\)/gm;

/** What a package's published sources import when they run, by file; types are gone by then. The conformance suites are a door of their own. */
function importsOf(name: string): [file: string, imported: string][] {
  const src = join(PACKAGES, name, 'src');
  const files = (readdirSync(src, { recursive: true }) as string[]).filter((file) => file.endsWith('.ts') && !file.startsWith('testing'));
  return files.flatMap((file) => {
    const text = readFileSync(join(src, file), 'utf8');
    const statements = text.matchAll(IMPORT);
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

  it('runs in a browser where a bundler takes the condition `browser`: nothing of Node on the way from there', () => {
    const seen = new Set<string>();
    const outside = new Set<string>();
    const visit = (file: string): void => {
      if (seen.has(file)) return;
      seen.add(file);
      for (const [, from, dynamic] of readFileSync(file, 'utf8').matchAll(IMPORT)) {
        const imported = (from ?? dynamic) as string;
        if (imported.startsWith('.')) visit(join(dirname(file), imported.replace(/\.js$/, '.ts')));
        else if (imported.startsWith('@cmg/')) visit(entryOf(imported.replace('@cmg/', '')));
        else outside.add(imported);
      }
    };
    const entryOf = (name: string): string => {
      const browser = join(PACKAGES, name, 'src/browser.ts');
      return existsSync(browser) ? browser : join(PACKAGES, name, 'src/index.ts');
    };
    visit(entryOf('web'));
    expect([...outside].sort()).toEqual(['@tensorflow/tfjs', 'fft.js', 'zod']);
    const conditioned = readdirSync(PACKAGES).filter((name) => existsSync(join(PACKAGES, name, 'src/browser.ts')));
    const conditions = conditioned.map((name) => {
      const { exports } = JSON.parse(readFileSync(join(PACKAGES, name, 'package.json'), 'utf8')) as {
        exports: { '.': { browser?: string } };
      };
      return exports['.'].browser;
    });
    expect(conditions).toEqual(conditioned.map(() => './dist/browser.js'));
  });

  it('does without TensorFlow where nothing is computed', () => {
    expect(allOf(['core', 'formats', 'config', 'create', 'datasets', 'search']).filter((line) => line.includes('@tensorflow'))).toEqual([]);
  });
});
