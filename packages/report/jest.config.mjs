import preset from '../../jest.preset.mjs';

export default { ...preset, displayName: 'report', rootDir: import.meta.dirname };
