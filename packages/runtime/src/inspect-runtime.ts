import type { BackendChoice } from './backend-name.js';
import { openBackend } from './open-backend.js';
import { measureSpeed } from './report/measure-speed.js';
import type { RuntimeReport } from './report/runtime-report.js';

/** Opens a backend as `openBackend` does and measures its speed as well, which takes up to a few seconds on `js`. */
export async function inspectRuntime(choice?: BackendChoice): Promise<RuntimeReport> {
  const report = await openBackend(choice);
  return { ...report, gflops: await measureSpeed() };
}
