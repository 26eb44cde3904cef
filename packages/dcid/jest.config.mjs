import preset from '../../jest.preset.mjs';

export default { ...preset, displayName: 'dcid', rootDir: import.meta.dirname };
