import preset from '../../jest.preset.mjs';

export default { ...preset, displayName: 'datasets', rootDir: import.meta.dirname };
