import preset from '../../jest.preset.mjs';

export default { ...preset, displayName: 'hub', rootDir: import.meta.dirname };
