import preset from '../../jest.preset.mjs';

export default {
  ...preset,
  displayName: 'datasets',
  testTimeout: 60_000,
  rootDir: import.meta.dirname,
  setupFiles: ['../../tools/jest/threads-from-sources.mjs'],
};
