import js from '@eslint/js';
import nx from '@nx/eslint-plugin';
import globals from 'globals';
import tseslint from 'typescript-eslint';

/** Arrows point down only: a layer may import the layers named here. */
const MAY_IMPORT = {
  core: [],
  formats: ['core', 'formats'],
  create: ['core'],
  runtime: ['core', 'formats'],
  config: ['core', 'formats'],
  nn: ['core'],
  test: ['core', 'formats'],
  codebook: ['core', 'nn'],
  method: ['core', 'nn', 'codebook'],
  modality: ['core', 'formats', 'nn'],
  data: ['core', 'formats'],
  corpus: ['core', 'formats', 'modality', 'data'],
  upper: ['core', 'formats', 'config', 'runtime', 'nn', 'codebook', 'method', 'modality', 'data', 'corpus', 'upper'],
  pipeline: ['core', 'formats', 'config', 'runtime', 'nn', 'codebook', 'method', 'modality', 'data', 'corpus', 'upper'],
  explore: ['core', 'formats', 'config', 'upper', 'pipeline'],
  cli: ['core', 'create', 'formats', 'config', 'runtime', 'upper', 'pipeline', 'explore'],
  harness: ['core', 'formats', 'config', 'runtime', 'nn', 'codebook', 'data', 'corpus', 'upper', 'pipeline'],
};

/** What a package of the layer `upper` may import of its neighbours and of what is below it: the less, the more it can be used alone. */
const UPPER_MAY_IMPORT = {
  trainer: ['layer:core', 'layer:formats', 'layer:config', 'layer:runtime', 'layer:nn', 'layer:codebook'],
  tasks: ['layer:core', 'layer:formats', 'layer:runtime', 'layer:nn', 'layer:codebook'],
  search: ['layer:core', 'layer:formats'],
  loggers: ['layer:core', 'layer:formats'],
  official: ['layer:core', 'layer:formats', 'layer:codebook', 'layer:method', 'layer:modality', 'upper:trainer'],
  report: ['layer:core', 'layer:formats', 'upper:tasks'],
  hub: ['layer:core', 'layer:formats', 'layer:config', 'upper:tasks', 'upper:trainer'],
  web: ['layer:core', 'layer:formats', 'layer:runtime', 'layer:codebook', 'layer:modality', 'upper:tasks', 'upper:trainer'],
};

/** What has types: the files of `tsconfig.check.json`, one program for all rules, which a program for each package would take twice as long for. */
const TYPED = ['packages/*/{src,tests,templates}/**/*.ts', 'tools/tests/**/*.ts'];

/** The page of `cmg explore`, which a browser runs. */
const PAGE = ['packages/explore/app/src/**/*.{ts,tsx}'];

/** What scripts are: JavaScript with as many types as it says, the files of `tsconfig.scripts.json`. */
const SCRIPTS = [
  'benchmarks/**/*.mjs',
  'packages/*/{bin,examples,provision}/**/*.mjs',
  'packages/*/*.mjs',
  'tools/**/*.{mjs,cjs}',
  '*.mjs',
];

export default tseslint.config(
  { ignores: ['**/dist/**', '**/node_modules/**', '**/.nx/**', '**/runs/**', '**/coverage/**', '**/assets/**', '**/assembly/*.ts'] },
  js.configs.recommended,
  {
    files: PAGE,
    languageOptions: { parserOptions: { project: 'packages/explore/app/tsconfig.json', tsconfigRootDir: import.meta.dirname } },
  },
  {
    files: TYPED,
    languageOptions: { parserOptions: { project: 'tsconfig.check.json', tsconfigRootDir: import.meta.dirname } },
  },
  {
    files: [...TYPED, ...PAGE],
    extends: tseslint.configs.strictTypeChecked,
    rules: {
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', ignoreRestSiblings: true }],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      // A generic method of tfjs is told its rank by the assertion: `x.reshape([2, 3]) as tf.Tensor2D`.
      '@typescript-eslint/no-unnecessary-type-assertion': [
        'error',
        { typesToIgnore: ['', 1, 2, 3, 4, 5].map((rank) => (rank === '' ? 'tf.Tensor' : `tf.Tensor${rank}D`)).concat('tf.Scalar') },
      ],
      '@typescript-eslint/no-unnecessary-type-parameters': 'off',
      // A kernel takes TensorInfo for the Tensor that it has always been, as tfjs's own kernels do.
      '@typescript-eslint/no-unsafe-class-instance-assignment': 'off',
      // What rejects here are Node's promises and our own, with errors.
      '@typescript-eslint/use-unknown-in-catch-callback-variable': 'off',
      // A loop knows its bounds, which `noUncheckedIndexedAccess` cannot.
      '@typescript-eslint/no-non-null-assertion': 'off',
      // `async` meets a contract that others meet by waiting, and makes a rejection of what is thrown.
      '@typescript-eslint/require-await': 'off',
      'no-console': 'error',
      'max-lines-per-function': ['error', { max: 80, skipBlankLines: true, skipComments: true }],
    },
  },
  {
    files: ['packages/*/src/**/*.ts'],
    plugins: { '@nx': nx },
    rules: {
      '@nx/enforce-module-boundaries': [
        'error',
        {
          // A command is loaded when it is named, and `config` reaches components only where it needs them.
          checkDynamicDependenciesExceptions: ['@cmg/pipeline'],
          depConstraints: [
            ...Object.entries(MAY_IMPORT).map(([layer, below]) => ({
              sourceTag: `layer:${layer}`,
              onlyDependOnLibsWithTags: below.map((name) => `layer:${name}`),
            })),
            ...Object.entries(UPPER_MAY_IMPORT).map(([name, tags]) => ({ sourceTag: `upper:${name}`, onlyDependOnLibsWithTags: tags })),
          ],
        },
      ],
    },
  },
  {
    // Checked together with the tests, whose globals they do not have.
    files: ['packages/*/src/**/*.ts'],
    ignores: ['packages/test-support/**'],
    rules: { 'no-restricted-globals': ['error', ...Object.keys(globals.jest)] },
  },
  {
    files: ['**/tests/**/*.ts'],
    rules: {
      'max-lines-per-function': 'off',
      // Jest's matchers are `any`.
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/no-unsafe-return': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-call': 'off',
      // A test varies a method of a plain object, or asks whether there is one.
      '@typescript-eslint/unbound-method': 'off',
      '@typescript-eslint/no-dynamic-delete': 'off',
    },
  },
  {
    files: SCRIPTS,
    plugins: { '@typescript-eslint': tseslint.plugin },
    languageOptions: {
      parser: tseslint.parser,
      parserOptions: { project: 'tsconfig.scripts.json', tsconfigRootDir: import.meta.dirname },
    },
    rules: {
      '@typescript-eslint/await-thenable': 'error',
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-misused-promises': 'error',
      '@typescript-eslint/only-throw-error': 'error',
    },
  },
  { files: ['**/*.mjs', '**/*.cjs'], languageOptions: { globals: globals.node } },
  { files: ['packages/explore/app/public/*.js'], languageOptions: { globals: globals.audioWorklet } },
  { files: ['examples/**/*.js'], languageOptions: { globals: { ...globals.node, ...globals.browser } } },
);
