import { withoutBackend } from '../../jest.preset.mjs';

export default { ...withoutBackend, displayName: 'hub', rootDir: import.meta.dirname };
