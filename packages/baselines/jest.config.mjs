import preset from '../../jest.preset.mjs';

export default { ...preset, displayName: 'baselines', rootDir: import.meta.dirname };
