import { readFile } from 'node:fs/promises';
import { exampleFiles } from './example-files.js';
import type { Kind } from './component-kind.js';
import type { ComponentNames } from './component-name.js';
import { suiteCall } from './conformance-test.js';
import type { GeneratedFile } from './generated-file.js';
import { packageReadme } from './package-readme.js';
import { ownManifest, packageVersions } from './package-versions.js';
import { templateDependencies, usesTensors } from './template-dependencies.js';
import { componentSource } from './template-source.js';

const json = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`;

/** The layer of each kind: which packages it may import, see `eslint.config.mjs`. */
const LAYERS: Readonly<Record<Kind, string>> = {
  modality: 'modality',
  objective: 'method',
  dataset: 'upper',
  task: 'upper',
  extractor: 'modality',
  codebook: 'method',
  observer: 'upper',
};

/**
 * A package of this repository, like its neighbours: its tests use the sources of other packages, and its tag determines what it may import.
 */
export async function workspacePackage(names: ComponentNames, shape: readonly number[]): Promise<GeneratedFile[]> {
  const { kind, identifier, folder } = names;
  const { suite, call } = suiteCall(kind, identifier, shape);
  const references = ['@cmg/core', ...templateDependencies(kind)].map((dependency) => ({ path: dependency.replace('@cmg/', '../') }));
  const noEmit = { noEmit: true, composite: false, emitDeclarationOnly: false, types: ['node', 'jest'] };
  return [
    { path: 'package.json', content: json(manifest(names)) },
    {
      path: 'tsconfig.json',
      content: json(compilerConfig({ rootDir: 'src', outDir: 'dist', tsBuildInfoFile: 'dist/tsconfig.tsbuildinfo' }, ['src'], references)),
    },
    { path: 'tsconfig.test.json', content: json(compilerConfig(noEmit, ['src', 'tests'])) },
    {
      path: 'jest.config.mjs',
      content: `import preset from '../../jest.preset.mjs';\n\nexport default { ...preset, displayName: '${folder}', rootDir: import.meta.dirname };\n`,
    },
    { path: 'src/index.ts', content: `export { ${identifier}, ${identifier} as default } from './${folder}.js';\n` },
    { path: `src/${folder}.ts`, content: await componentSource(names, shape) },
    {
      path: `tests/${folder}.test.ts`,
      content: `import { ${suite} } from '@cmg/core/testing';\nimport { ${identifier} } from '../src/index.js';\n\n${call}\n`,
    },
    ...(await exampleFiles(names, shape)),
    { path: 'LICENSE', content: await readFile(new URL('../LICENSE', import.meta.url), 'utf8') },
    { path: 'CHANGELOG.md', content: 'The first version.\n' },
    {
      path: 'README.md',
      content: packageReadme(names, ['npm install && npx tsc --build', `npx nx test ${names.package}`, `cd packages/${folder}`]),
    },
  ];
}

function manifest({ kind, name, package: specifier, folder }: ComponentNames): object {
  const { cmg, tfjsPeer, zod } = packageVersions();
  const { version, homepage, bugs, repository, files } = ownManifest();
  const directory = `packages/${folder}`;
  return {
    name: specifier,
    version,
    description: `The ${kind} '${name}'`,
    keywords: ['cross-modal', name],
    homepage: homepage.replace(repository.directory, directory),
    bugs,
    repository: { ...repository, directory },
    license: 'MIT',
    type: 'module',
    sideEffects: false,
    files: files.filter((path) => path !== 'templates'),
    exports: {
      '.': { '@cmg/source': './src/index.ts', types: './dist/index.d.ts', default: './dist/index.js' },
      './package.json': './package.json',
    },
    dependencies: { ...Object.fromEntries(['@cmg/core', ...templateDependencies(kind)].map((dependency) => [dependency, cmg])), zod },
    ...(usesTensors(kind) && { peerDependencies: { '@tensorflow/tfjs': tfjsPeer } }),
    engines: { node: '>=20.11' },
    publishConfig: { access: 'public' },
    nx: { tags: [`layer:${LAYERS[kind]}`], targets: { lint: {}, typecheck: {}, test: {} } },
  };
}

function compilerConfig(compilerOptions: object, include: readonly string[], references?: readonly object[]): object {
  return { extends: '../../tsconfig.base.json', compilerOptions, include, ...(references && { references }) };
}
