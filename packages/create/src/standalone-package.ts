import { exampleFiles } from './example-files.js';
import type { ComponentNames } from './component-name.js';
import { suiteCall } from './conformance-test.js';
import type { GeneratedFile } from './generated-file.js';
import { packageReadme } from './package-readme.js';
import { packageVersions } from './package-versions.js';
import { componentSource } from './template-source.js';
import { nodeTypes, templateDependencies, usesTensors } from './template-dependencies.js';

const json = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`;

/**
 * A standalone package, without a workspace. In TypeScript, so that the contracts' types guide its author; `npm install` builds it through
 * the `prepare` script, so this needs no more steps than JavaScript, and its test runs on Node's own runner.
 */
export async function standalonePackage(names: ComponentNames, shape: readonly number[]): Promise<GeneratedFile[]> {
  const { kind, identifier, folder } = names;
  const { suite, call } = suiteCall(kind, identifier, shape);
  const test = `import { ${suite} } from '@cmg/core/testing';\nimport { ${identifier} } from '../dist/index.js';\n\n${call}\n`;
  return [
    { path: 'package.json', content: json(manifest(names)) },
    { path: 'tsconfig.json', content: json(compilerConfig(nodeTypes(kind))) },
    { path: 'src/index.ts', content: `export { ${identifier}, ${identifier} as default } from './${folder}.js';\n` },
    { path: `src/${folder}.ts`, content: await componentSource(names, shape) },
    { path: `tests/${folder}.test.mjs`, content: test },
    ...(await exampleFiles(names, shape)),
    {
      path: 'README.md',
      content: packageReadme(names, [
        'npm install   # builds it too',
        'npm test      # after a change: builds, then runs the conformance suite',
      ]),
    },
    { path: '.gitignore', content: 'node_modules/\ndist/\nruns/\nheads/\nfeatures/\n' },
  ];
}

function manifest({ kind, name, package: specifier }: ComponentNames): object {
  const { cmg, tfjsPeer, zod, typescript, nodeTypes: node } = packageVersions();
  return {
    name: specifier,
    version: '0.1.0',
    description: `${kind} '${name}' for Cross Modal Generalization`,
    type: 'module',
    sideEffects: false,
    files: ['dist', 'README.md'],
    exports: { '.': { types: './dist/index.d.ts', default: './dist/index.js' }, './package.json': './package.json' },
    scripts: { build: 'tsc', prepare: 'tsc', test: 'tsc && node --test' },
    dependencies: { ...Object.fromEntries(templateDependencies(kind).map((dependency) => [dependency, cmg])), zod },
    peerDependencies: { '@cmg/core': cmg, ...(usesTensors(kind) && { '@tensorflow/tfjs': tfjsPeer }) },
    devDependencies: { '@cmg/cli': cmg, ...(nodeTypes(kind).length > 0 && { '@types/node': node }), typescript },
    engines: { node: '>=20.11' },
  };
}

function compilerConfig(types: readonly string[]): object {
  return {
    compilerOptions: {
      target: 'ES2022',
      lib: ['ES2023'],
      module: 'nodenext',
      types,
      rootDir: 'src',
      outDir: 'dist',
      declaration: true,
      strict: true,
      noUncheckedIndexedAccess: true,
      skipLibCheck: true,
    },
    include: ['src'],
  };
}
