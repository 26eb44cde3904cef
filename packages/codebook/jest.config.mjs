import preset from '../../jest.preset.mjs';

export default { ...preset, displayName: 'codebook', rootDir: import.meta.dirname };
