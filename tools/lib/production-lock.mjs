/**
 * A lock file without what only development needs: what an installation of the packages may contain, on any system.
 *
 * @template {{ packages: Record<string, Record<string, any>> }} Lock
 * @param {Lock} lock
 */
export function productionLock(lock) {
  const packages = structuredClone(lock.packages);
  for (const [path, entry] of Object.entries(packages)) {
    if (entry.dev) delete packages[path];
    delete entry.devDependencies;
  }
  return { ...lock, packages };
}
