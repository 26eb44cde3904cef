import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ADDITIONS, NAPI } from './native-package.mjs';
import { draftPackage } from './npm-draft.mjs';
import { runCommand } from './run-command.mjs';

/** TensorFlow's Python packages as they are named on PyPI for the one platform served; the installed Python version does not matter. */
const PIP_PLATFORM = [
  '--only-binary=:all:',
  '--implementation=cp',
  '--python-version=3.11',
  '--abi=cp311',
  '--platform=manylinux_2_27_x86_64',
];

const COMPILER = process.env.CXX ?? 'g++';

/** The libraries that the binding needs. */
const LIBRARIES = ['libtensorflow_cc.so.2', 'libtensorflow_framework.so.2'];

/** Copies from the archives: the shared libraries, flat, and the headers that the binding includes. */
const UNPACK = `
import pathlib, re, shutil, sys, zipfile
wheels, libraries, headers = map(pathlib.Path, sys.argv[1:])
for wheel in wheels.glob("*.whl"):
    with zipfile.ZipFile(wheel) as archive:
        for name in archive.namelist():
            if re.match(r"tensorflow/libtensorflow\\w*\\.so|nvidia/.*\\.so[.\\d]*$", name):
                with archive.open(name) as source, open(libraries / name.rsplit("/", 1)[1], "wb") as target:
                    shutil.copyfileobj(source, target)
            elif re.match(r"tensorflow/include/(absl|tensorflow/c|tensorflow/core/platform|tsl/platform|xla/tsl/c)/.*\\.h$", name):
                archive.extract(name, headers)
`;

/**
 * Drafts the package and completes it with TensorFlow's C library from its Python package (about 270 MB, which is not
 * installed) and a binding compiled against that.
 */
export async function buildFromWheel(native, draft, log) {
  if (process.platform !== 'linux' || process.arch !== 'x64') throw new Error(`not available for ${process.platform} on ${process.arch}`);
  for (const [tool, ...args] of [['python3', '-m', 'pip'], [COMPILER]]) await runCommand(tool, [...args, '--version']);
  const wheels = join(draft, 'wheels');
  log(`Downloading ${native.pypi} for its C library (once; it is cached)`);
  const home = await downloadBoth(native, draft, wheels);
  log('Unpacking it and compiling the binding');
  await completePackage(home, wheels);
  await rm(wheels, { recursive: true });
}

/** Drafts the package while its wheels are downloaded; resolves to the package's folder once both have ended. */
async function downloadBoth(native, draft, wheels) {
  const [drafted, downloaded] = await Promise.allSettled([draftPackage(draft, native.npm), downloadWheels(native, wheels)]);
  if (drafted.status === 'rejected') throw drafted.reason;
  if (downloaded.status === 'rejected') throw downloaded.reason;
  return drafted.value;
}

/** Downloads the wheel; pip refuses one whose hash is not the pinned one. */
export async function downloadWheels({ pypi, sha256 }, wheels) {
  const requirements = `${wheels}.txt`;
  await writeFile(requirements, sha256 === undefined ? pypi : `${pypi} --hash=sha256:${sha256}`);
  const pinned = sha256 === undefined ? [] : ['--require-hashes', '--no-deps'];
  const options = ['--quiet', '--retries=1', ...pinned, ...PIP_PLATFORM, '--dest', wheels, '--requirement', requirements];
  await runCommand('python3', ['-m', 'pip', 'download', ...options]);
  await rm(requirements);
}

async function completePackage(home, wheels) {
  const libraries = join(home, 'deps/lib');
  const headers = join(wheels, 'headers');
  await rm(join(home, 'deps'), { recursive: true, force: true });
  await mkdir(libraries, { recursive: true });
  await runCommand('python3', ['-c', UNPACK, wheels, libraries, headers]);
  await compileBinding(home, join(headers, 'tensorflow/include'), await makeStandIns(join(wheels, 'stand-ins')));
}

/** Makes empty libraries to link against: only the names count, and the linker needs seconds to read the real ones. */
async function makeStandIns(folder) {
  await mkdir(folder);
  for (const name of LIBRARIES) {
    await runCommand(COMPILER, ['-shared', `-Wl,-soname=${name}`, '-o', join(folder, name), '-x', 'c++', '/dev/null']);
  }
  return folder;
}

async function compileBinding(home, headers, standIns) {
  const binding = join(home, `lib/napi-v${NAPI}/tfjs_binding.node`);
  const theirs = join(home, 'binding');
  const sourcesIn = async (folder) => (await readdir(folder)).filter((name) => name.endsWith('.cc')).map((name) => join(folder, name));
  // Ours includes it.
  const included = join(theirs, 'tfjs_binding.cc');
  const sources = [...(await sourcesIn(theirs)).filter((path) => path !== included), ...(await sourcesIn(ADDITIONS))];
  await mkdir(join(binding, '..'), { recursive: true });
  await runCommand(COMPILER, [
    '-std=c++17',
    '-O1',
    '-fPIC',
    '-shared',
    '-w',
    `-DNAPI_VERSION=${NAPI}`,
    '-I',
    join(home, '../../node-api-headers/include'),
    '-I',
    headers,
    '-I',
    theirs,
    ...sources,
    '-Wl,--wrap=TFE_NewContext',
    '-L',
    standIns,
    '-Wl,--no-as-needed',
    ...LIBRARIES.map((name) => `-l:${name}`),
    '-Wl,-rpath,$ORIGIN/../../deps/lib',
    '-o',
    binding,
  ]);
}
