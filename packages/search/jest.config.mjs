import preset from '../../jest.preset.mjs';

export default { ...preset, displayName: 'search', rootDir: import.meta.dirname };
