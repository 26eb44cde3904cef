import { existsSync, statSync } from 'node:fs';
import { readFile, realpath } from 'node:fs/promises';
import { dirname, isAbsolute, join, resolve } from 'node:path';
import { CmgError } from '@cmg/core';
import { exports as exportsOf } from 'resolve.exports';

/** The file that a specifier resolves to, and its package, if any. */
export interface ResolvedModule {
  readonly file: string;
  readonly package?: { readonly name: string; readonly version?: string };
}

/** The part of a `package.json` that resolution uses. */
interface PackageJson {
  readonly name?: string;
  readonly version?: string;
  readonly main?: string;
  readonly exports?: unknown;
}

/** `./mine.ts`, `../mine.mjs` or an absolute path, not the name of a package. */
export function isPath(specifier: string): boolean {
  return /^\.{1,2}[\\/]/.test(specifier) || isAbsolute(specifier);
}

/** The name of a package and the requested entry: `@me/pack/depth` -> `@me/pack`, `./depth`. */
function packageAndEntry(specifier: string): [name: string, entry: string] | undefined {
  const [, name, rest] = /^((?:@[a-z0-9~-][\w.~-]*\/)?[a-z0-9~-][\w.~-]*)(\/.+)?$/i.exec(specifier) ?? [];
  return name === undefined ? undefined : [name, `.${rest ?? ''}`];
}

/**
 * The file that an `import` of the specifier would load in a module in the folder `base`: a path, or a package in the nearest
 * `node_modules` by its `exports` (conditions `node`, `import`, `default`) or `main`. Nothing is executed.
 *
 * @throws CmgError of kind `usage` if there is no such file or package
 */
export async function resolveModule(specifier: string, base: string): Promise<ResolvedModule> {
  if (isPath(specifier)) {
    const file = resolve(base, specifier);
    if (isFile(file)) return { file };
    if (!existsSync(file)) throw new CmgError('is not a file', { kind: 'usage', where: specifier, hint: `Looked for ${file}.` });
    throw new CmgError('is a folder', {
      kind: 'usage',
      where: specifier,
      hint: `Name a file in it, or install it and say the name of its package: npm install ${specifier}.`,
    });
  }
  const [name, entry] = packageAndEntry(specifier) ?? [];
  if (name === undefined || entry === undefined) {
    throw new CmgError('is neither the name of a package nor a path that starts with ./', { kind: 'usage', where: specifier });
  }
  const folder = await packageFolder(specifier, base);
  if (folder === undefined) throw notInstalled(name, base);
  const manifest = await readManifest(folder);
  const file = join(folder, entryFile(name, manifest, entry, folder));
  if (!isFile(file)) {
    throw new CmgError(`is installed, but its file ${file} is missing`, {
      kind: 'usage',
      where: specifier,
      hint: 'Build the package, or reinstall it.',
    });
  }
  const { version } = manifest;
  return { file: await realpath(file), package: { name, ...(version !== undefined && { version }) } };
}

/** What to do about a missing package. */
function notInstalled(name: string, base: string): CmgError {
  return new CmgError('is not installed', {
    kind: 'usage',
    where: name,
    hint: `Install it beside the config: npm install ${name} (in ${base}).`,
  });
}

/**
 * The folder of the package that a specifier names: the nearest `node_modules/<name>` from `base` upward, or the package that contains
 * `base`, if it has that name.
 */
export async function packageFolder(specifier: string, base: string): Promise<string | undefined> {
  const [name] = packageAndEntry(specifier) ?? [];
  if (name === undefined) return undefined;
  for (let folder = resolve(base); ; folder = dirname(folder)) {
    const candidate = join(folder, 'node_modules', name);
    if (existsSync(join(candidate, 'package.json'))) return candidate;
    if (existsSync(join(folder, 'package.json')) && (await readManifest(folder)).name === name) return folder;
    if (dirname(folder) === folder) return undefined;
  }
}

const isFile = (file: string): boolean => statSync(file, { throwIfNoEntry: false })?.isFile() ?? false;

async function readManifest(folder: string): Promise<PackageJson> {
  const file = join(folder, 'package.json');
  try {
    return JSON.parse(await readFile(file, 'utf8')) as PackageJson;
  } catch (cause) {
    throw new CmgError(`cannot be read: ${(cause as Error).message}`, { kind: 'usage', where: file, cause });
  }
}

function entryFile(name: string, manifest: PackageJson, entry: string, folder: string): string {
  if (manifest.exports === undefined) {
    if (entry !== '.') return entry;
    const { main = 'index.js' } = manifest;
    return [main, `${main}.js`, join(main, 'index.js')].find((file) => isFile(join(folder, file))) ?? main;
  }
  let files: ReturnType<typeof exportsOf>;
  try {
    files = exportsOf(manifest, entry);
  } catch {
    files = undefined; // it throws if nothing matches
  }
  const [file] = files ?? [];
  if (file !== undefined) return file;
  throw new CmgError(`does not export '${entry}' for import`, {
    kind: 'usage',
    where: name,
    hint: `Its package.json decides what can be imported: exports is ${JSON.stringify(manifest.exports)}.`,
  });
}
