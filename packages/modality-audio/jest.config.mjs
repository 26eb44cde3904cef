import preset from '../../jest.preset.mjs';

export default { ...preset, displayName: 'modality-audio', rootDir: import.meta.dirname };
