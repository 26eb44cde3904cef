import preset from '../../jest.preset.mjs';

export default { ...preset, displayName: 'mm-ema', rootDir: import.meta.dirname };
