import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { cacheRoot } from '@cmg/runtime';

/**
 * Downloads Debian packages by `apt-get download`, once, and unpacks them into the cache folder. Nothing is installed, and no script
 * of a package is run.
 *
 * @param {readonly string[]} packages
 * @returns {{ root: string, versions: string[] }} what is `/` for the packages' files, and a line for each: name, version, SHA-256
 */
export function unpacked(packages) {
  const folder = join(cacheRoot(), 'debian');
  mkdirSync(folder, { recursive: true });
  const names = [...packages].sort();
  const fileOf = (name) => readdirSync(folder).find((file) => file.startsWith(`${name}_`) && file.endsWith('.deb'));
  const missing = names.filter((name) => fileOf(name) === undefined);
  if (missing.length > 0) execFileSync('apt-get', ['download', ...missing], { cwd: folder, stdio: ['ignore', 'inherit', 'inherit'] });

  const files = names.map((name) => join(folder, `${fileOf(name)}`));
  const versions = files.map((file, i) => {
    const version = execFileSync('dpkg-deb', ['--field', file, 'Version'], { encoding: 'utf8' }).trim();
    return `${names[i]} ${version} ${createHash('sha256').update(readFileSync(file)).digest('hex')}`;
  });
  const root = join(folder, createHash('sha256').update(versions.join('\n')).digest('hex').slice(0, 16));
  if (!existsSync(join(root, 'done'))) {
    rmSync(root, { recursive: true, force: true });
    for (const file of files) execFileSync('dpkg-deb', ['--extract', file, root]);
    mkdirSync(join(root, 'done'));
  }
  return { root, versions };
}
