import { withoutBackend } from '../../jest.preset.mjs';

export default { ...withoutBackend, displayName: 'formats', rootDir: import.meta.dirname };
