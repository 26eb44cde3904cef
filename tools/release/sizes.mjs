import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * How large what is installed in a project is, in bytes: all of it, without TensorFlow.js and what only that needs, and `@cmg` packages alone.
 *
 * @param {string} project
 */
export async function installedSizes(project) {
  const { packages } = JSON.parse(await readFile(join(project, 'node_modules/.package-lock.json'), 'utf8'));
  const { dependencies } = JSON.parse(await readFile(join(project, 'package.json'), 'utf8'));
  const isTensorFlow = (path) => path.includes('node_modules/@tensorflow/');
  const withoutTensorFlow = reachable(packages, Object.keys(dependencies), (path) => !isTensorFlow(path));
  const sizes = new Map();
  for (const path of Object.keys(packages)) sizes.set(path, await ownSize(join(project, path)));
  const total = (paths) => paths.reduce((sum, path) => sum + sizes.get(path), 0);
  return {
    installed: total([...sizes.keys()]),
    'without TensorFlow.js': total([...withoutTensorFlow]),
    'of ours': total([...sizes.keys()].filter((path) => /node_modules\/@cmg\/[^/]+$/.test(path))),
  };
}

/** The packages that a project has because of these and what they need, as Node finds them; none that is refused, nor what only that needs. */
function reachable(packages, names, accepts, from = '', found = new Set()) {
  for (const name of names) {
    const path = resolved(packages, name, from);
    if (path === undefined || found.has(path) || !accepts(path)) continue;
    found.add(path);
    const { dependencies = {}, optionalDependencies = {}, peerDependencies = {} } = packages[path];
    reachable(packages, Object.keys({ ...dependencies, ...optionalDependencies, ...peerDependencies }), accepts, path, found);
  }
  return found;
}

/** Where a package at `from` finds another one: inside of itself, or in the nearest folder above. */
function resolved(packages, name, from) {
  const path = from === '' ? `node_modules/${name}` : `${from}/node_modules/${name}`;
  if (path in packages) return path;
  return from === ''
    ? undefined
    : resolved(packages, name, from.includes('/node_modules/') ? from.slice(0, from.lastIndexOf('/node_modules/')) : '');
}

/** The bytes of a folder, but for the packages inside of it, which are counted by themselves. */
async function ownSize(folder) {
  const entries = await readdir(folder, { withFileTypes: true });
  const sizes = await Promise.all(
    entries.map(async (entry) => {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) return entry.name === 'node_modules' ? 0 : ownSize(path);
      return entry.isFile() ? (await stat(path)).size : 0;
    }),
  );
  return sizes.reduce((sum, size) => sum + size, 0);
}
