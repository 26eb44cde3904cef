import { checkPackage, createPackageFromTarballData } from '@arethetypeswrong/core';
import { readFile } from 'node:fs/promises';
import { join, posix } from 'node:path';
import { publint } from 'publint';
import { formatMessage } from 'publint/utils';
import { ROOT } from '../lib/run.mjs';
import { capture } from './commands.mjs';

/** How these packages are not meant to be found: they are ES modules, found by `exports`. */
const NOT_MEANT = ['node10', 'node16-cjs'];

/** Packs a package; resolves to its tarball. */
export async function pack({ folder, manifest }, destination) {
  await capture('npm', ['pack', '--silent', '--pack-destination', destination], { cwd: join(ROOT, folder), env: process.env });
  return join(destination, `${manifest.name.replace('@', '').replace('/', '-')}-${manifest.version}.tgz`);
}

/**
 * What is wrong with a tarball: files that are missing or that nobody needs, and what publint and are-the-types-wrong say of it.
 *
 * @param {string} file
 * @returns {Promise<string[]>}
 */
export async function tarballProblems(file) {
  const bytes = await readFile(file);
  const contents = createPackageFromTarballData(new Uint8Array(bytes));
  const { messages, pkg } = await publint({
    pack: { tarball: bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength) },
    level: 'warning',
  });
  const { problems = [] } = await checkPackage(contents); // none where there is nothing to type
  return [
    ...fileProblems(contents),
    ...messages.map((message) => `publint: ${formatMessage(message, pkg, { color: false })}`),
    ...problems
      .filter((problem) => !NOT_MEANT.includes(problem.resolutionKind))
      .map((problem) => `are the types wrong: ${JSON.stringify(problem)}`),
  ];
}

function fileProblems(contents) {
  const root = `/node_modules/${contents.packageName}/`;
  const files = contents.listFiles().map((path) => path.slice(root.length));
  const missing = ['LICENSE', 'README.md'].filter((name) => !files.includes(name));
  const spare = files.filter((name) => name.endsWith('.tsbuildinfo'));
  const maps = files
    .filter((name) => name.endsWith('.map'))
    .filter((name) => !hasSources(JSON.parse(contents.readFile(root + name)), name, files));
  return [
    ...missing.map((name) => `${name} is missing`),
    ...spare.map((name) => `${name} serves nobody`),
    ...(maps.length > 0 ? [`${maps.length} source maps without their sources, such as ${maps[0]}`] : []),
  ];
}

function hasSources({ sources, sourcesContent = [] }, map, files) {
  return sources.every((source, index) => sourcesContent[index] != null || files.includes(posix.join(posix.dirname(map), source)));
}
