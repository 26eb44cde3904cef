import { withoutBackend } from '../../jest.preset.mjs';

export default { ...withoutBackend, displayName: 'search', rootDir: import.meta.dirname };
