import preset from '../../jest.preset.mjs';

export default { ...preset, displayName: 'media', rootDir: import.meta.dirname };
