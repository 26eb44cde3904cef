import preset from '../../jest.preset.mjs';

export default { ...preset, displayName: 'modality-text', rootDir: import.meta.dirname };
