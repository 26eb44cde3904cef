import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Whether `node_modules` holds what `package-lock.json` asks for; optional packages may be absent. */
export function dependenciesAreCurrent(root) {
  const wanted = lockedPackages(join(root, 'package-lock.json'));
  const present = lockedPackages(join(root, 'node_modules/.package-lock.json'));
  if (wanted === undefined || present === undefined) return false;
  return Object.entries(wanted).every(([path, entry]) => {
    if (path === '') return true;
    const found = present[path];
    return found === undefined ? isOptional(entry) : found.version === entry.version;
  });
}

function isOptional({ optional, devOptional, peer }) {
  return Boolean(optional ?? devOptional ?? peer);
}

function lockedPackages(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8')).packages;
  } catch {
    return undefined;
  }
}
