import preset from '../../jest.preset.mjs';

export default { ...preset, displayName: 'modality-video', rootDir: import.meta.dirname };
