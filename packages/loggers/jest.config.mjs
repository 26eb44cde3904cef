import { withoutBackend } from '../../jest.preset.mjs';

export default { ...withoutBackend, displayName: 'loggers', rootDir: import.meta.dirname };
