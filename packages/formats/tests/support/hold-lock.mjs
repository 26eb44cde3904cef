/** `node hold-lock.mjs <folder>`: locks it, says so, and holds it until SIGTERM; where it is refused it says why and ends. Runs the built package. */
import { lockFolder } from '../../dist/index.js';

try {
  const unlock = await lockFolder(process.argv[2]);
  process.on('SIGTERM', () => void unlock().then(() => process.exit()));
  process.stdout.write('locked\n');
  setInterval(() => undefined, 1000);
} catch (error) {
  process.stdout.write(`${error.message}\n`);
}
