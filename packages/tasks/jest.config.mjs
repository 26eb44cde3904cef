import preset from '../../jest.preset.mjs';

export default { ...preset, displayName: 'tasks', rootDir: import.meta.dirname };
