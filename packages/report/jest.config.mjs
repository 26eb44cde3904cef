import { withoutBackend } from '../../jest.preset.mjs';

export default { ...withoutBackend, displayName: 'report', rootDir: import.meta.dirname };
