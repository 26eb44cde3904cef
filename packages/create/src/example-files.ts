import type { ComponentNames } from './component-name.js';
import { EXAMPLE_MANIFEST, EXAMPLE_TABLES, exampleConfig } from './example-config.js';
import type { GeneratedFile } from './generated-file.js';
import { clipsSource } from './template-source.js';

/** The folder `example` of a package: a config that trains out of the box, and what it needs. */
export async function exampleFiles(names: ComponentNames, shape: readonly number[]): Promise<GeneratedFile[]> {
  const config = exampleConfig(names);
  if (config === undefined) {
    const tables = Object.entries({ 'clips.csv': EXAMPLE_MANIFEST, ...EXAMPLE_TABLES });
    return tables.map(([file, content]) => ({ path: `example/${file}`, content }));
  }
  return [
    { path: 'example/config.yaml', content: config },
    ...(names.kind === 'modality' ? [{ path: 'example/clips.ts', content: await clipsSource(names.name, shape) }] : []),
  ];
}
