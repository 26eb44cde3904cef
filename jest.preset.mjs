import { join } from 'node:path';

const tool = (file) => join(import.meta.dirname, 'tools/jest', file);

/** What every package's Jest project shares: ES modules, TypeScript by SWC, sources of the other packages without a build. */
const preset = {
  testEnvironment: tool('environment.cjs'),
  testEnvironmentOptions: { customExportConditions: ['@cmg/source', 'node', 'node-addons'] },
  setupFilesAfterEnv: [tool('backend.mjs')],
  testMatch: ['<rootDir>/tests/**/*.test.ts'],
  extensionsToTreatAsEsm: ['.ts'],
  // The first that is tried: nearly all that is imported are sources.
  moduleFileExtensions: ['ts', 'js', 'mjs', 'cjs', 'json', 'node'],
  moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': '$1' },
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      {
        jsc: {
          target: 'es2022',
          parser: { syntax: 'typescript', decorators: true },
          transform: { legacyDecorator: true, decoratorMetadata: true },
          keepClassNames: true,
        },
        module: { type: 'es6' },
      },
    ],
  },
};

export default preset;

/** For packages whose tests compute nothing with TensorFlow: none is opened, which takes a third of a second for each file of tests. */
export const withoutBackend = { ...preset, setupFilesAfterEnv: [] };
