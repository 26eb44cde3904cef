import preset from '../../jest.preset.mjs';

export default { ...preset, displayName: 'loggers', rootDir: import.meta.dirname };
