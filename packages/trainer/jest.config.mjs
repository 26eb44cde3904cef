import preset from '../../jest.preset.mjs';

export default { ...preset, displayName: 'trainer', rootDir: import.meta.dirname, testTimeout: 180_000 };
