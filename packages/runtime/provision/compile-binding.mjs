import { join } from 'node:path';
import { NAPI } from './native-package.mjs';

const MAC_NAMES = join(import.meta.dirname, 'mac-names.h');

export const COMPILER = process.env.CXX ?? (process.platform === 'darwin' ? 'clang++' : 'g++');

/**
 * Arguments of the compiler for the binding of tfjs-node with what we add to it.
 *
 * @param {object} options
 * @param {string} options.platform
 * @param {string} options.home of the package
 * @param {readonly string[]} options.sources
 * @param {string} options.headers of TensorFlow
 * @param {string} options.libraryFolder what is linked
 * @param {readonly string[]} options.libraries their names
 * @param {readonly string[]} options.searched folders of the package in which they, and what they load by themselves, are found
 */
export function compileArguments({ platform, home, sources, headers, libraryFolder, libraries, searched }) {
  const mac = platform.startsWith('darwin-');
  const includes = [join(home, '../../node-api-headers/include'), headers, join(home, 'binding')];
  const origin = mac ? '@loader_path' : '$ORIGIN';
  return [
    '-std=c++17',
    '-O1',
    '-fPIC',
    '-w',
    `-DNAPI_VERSION=${NAPI}`,
    ...includes.flatMap((folder) => ['-I', folder]),
    // A call of theirs goes to a function of ours; the linker of macOS cannot do that, the compiler can.
    ...(mac ? ['-dynamiclib', '-undefined', 'dynamic_lookup', '-include', MAC_NAMES] : ['-shared', '-Wl,--wrap=TFE_NewContext']),
    ...sources,
    '-L',
    libraryFolder,
    ...(mac ? libraries.map((name) => join(libraryFolder, name)) : ['-Wl,--no-as-needed', ...libraries.map((name) => `-l:${name}`)]),
    // The older kind of path is also searched for what a library of these loads that has no paths of its own.
    ...(mac ? [] : ['-Wl,--disable-new-dtags']),
    ...searched.map((folder) => `-Wl,-rpath,${origin}/../../${folder}`),
    '-o',
    bindingOf(home),
  ];
}

/** Where tfjs-node looks for its binding. */
export const bindingOf = (home) => join(home, `lib/napi-v${NAPI}/tfjs_binding.node`);
