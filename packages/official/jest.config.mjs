import preset from '../../jest.preset.mjs';

export default { ...preset, displayName: 'official', rootDir: import.meta.dirname };
