import preset from '../../jest.preset.mjs';

export default { ...preset, displayName: 'explore', rootDir: import.meta.dirname };
