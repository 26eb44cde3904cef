export { BACKEND_NAMES, parseBackendChoice, type BackendChoice, type BackendName } from './backend-name.js';
export { openBackend } from './open-backend.js';
export type { BackendFailure, RuntimeReport } from './report/runtime-report.js';
