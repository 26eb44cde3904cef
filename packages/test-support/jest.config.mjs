import { withoutBackend } from '../../jest.preset.mjs';

export default { ...withoutBackend, displayName: 'test-support', rootDir: import.meta.dirname };
