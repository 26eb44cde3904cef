import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { runServer } from 'verdaccio';

/**
 * Starts a registry on a free port of this machine, which anyone may publish to. It has `@cmg` packages, and those that a document
 * publishes (`@me`), and ends with this process.
 *
 * @param {string} folder where it keeps them
 * @returns {Promise<string>} its address
 */
export async function startRegistry(folder) {
  await mkdir(folder, { recursive: true });
  const app = await runServer({
    self_path: folder,
    configPath: join(folder, 'config.yaml'),
    storage: join(folder, 'storage'),
    uplinks: {},
    packages: { '@cmg/*': { access: '$all', publish: '$all' }, '@me/*': { access: '$all', publish: '$all' } },
    web: { enable: false },
    log: { type: 'stdout', format: 'pretty', level: 'error' },
    max_body_size: '200mb',
  });
  return new Promise((resolve, reject) => {
    const server = app.listen(0, '127.0.0.1', () => resolve(`http://127.0.0.1:${server.address().port}/`));
    server.on('error', reject).unref();
  });
}
