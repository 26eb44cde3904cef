import { withoutBackend } from '../../jest.preset.mjs';

export default { ...withoutBackend, displayName: 'config', rootDir: import.meta.dirname };
