import preset from '../../jest.preset.mjs';

export default { ...preset, displayName: 'formats', rootDir: import.meta.dirname };
