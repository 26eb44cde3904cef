import preset from '../../jest.preset.mjs';

export default { ...preset, displayName: 'create', rootDir: import.meta.dirname };
