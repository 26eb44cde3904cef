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
  cli: ['core', 'create', 'formats', 'config', 'runtime', 'upper', 'pipeline'],
  harness: ['core', 'formats', 'config', 'runtime', 'nn', 'codebook', 'data', 'corpus', 'upper', 'pipeline'],
};

export default tseslint.config(
  { ignores: ['**/dist/**', '**/node_modules/**', '**/.nx/**', '**/runs/**', '**/coverage/**', '**/assets/**', '**/assembly/*.ts'] },
  js.configs.recommended,
  ...tseslint.configs.recommended,
  {
    files: ['**/*.ts'],
    rules: {
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', ignoreRestSiblings: true }],
      'no-console': 'error',
      'max-lines-per-function': ['warn', { max: 80, skipBlankLines: true, skipComments: true }],
    },
  },
  {
    files: ['packages/*/src/**/*.ts'],
    plugins: { '@nx': nx },
    rules: {
      '@nx/enforce-module-boundaries': [
        'error',
        {
          depConstraints: Object.entries(MAY_IMPORT).map(([layer, below]) => ({
            sourceTag: `layer:${layer}`,
            onlyDependOnLibsWithTags: below.map((name) => `layer:${name}`),
          })),
        },
      ],
    },
  },
  { files: ['**/tests/**/*.ts'], rules: { 'max-lines-per-function': 'off' } },
  {
    files: ['**/*.mjs', '**/*.cjs'],
    languageOptions: {
      globals: {
        process: 'readonly',
        console: 'readonly',
        require: 'readonly',
        module: 'writable',
        globalThis: 'readonly',
        URL: 'readonly',
        Buffer: 'readonly',
        setTimeout: 'readonly',
        clearTimeout: 'readonly',
      },
    },
    rules: { '@typescript-eslint/no-require-imports': 'off' },
  },
  { files: ['examples/**/*.js'], languageOptions: { globals: { ...globals.node, ...globals.browser } } },
);
