import { join } from 'node:path';

/** What every package's Jest project shares: ES modules, TypeScript by SWC, sources of the other packages without a build. */
const tool = (file) => join(import.meta.dirname, 'tools/jest', file);

export default {
  testEnvironment: tool('environment.cjs'),
  testEnvironmentOptions: { customExportConditions: ['@cmg/source', 'node', 'node-addons'] },
  setupFilesAfterEnv: [tool('backend.mjs')],
  testMatch: ['<rootDir>/tests/**/*.test.ts'],
  extensionsToTreatAsEsm: ['.ts'],
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
