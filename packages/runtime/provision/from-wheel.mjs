import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { bindingOf, COMPILER, compileArguments } from './compile-binding.mjs';
import { fileHash } from './file-hash.mjs';
import { ADDITIONS } from './native-package.mjs';
import { draftPackage } from './npm-draft.mjs';
import { runCommand } from './run-command.mjs';
import { downloadArguments, wheelFor } from './wheels.mjs';

/** The wheels for CUDA are some gigabytes. */
const DOWNLOAD_MS = 3_600_000;

/**
 * Copies from the archives: TensorFlow's libraries, which find those of NVIDIA beside their folder as in Python's, and the headers that the
 * binding includes.
 */
const UNPACK = `
import pathlib, re, shutil, sys, zipfile
wheels, target, headers = map(pathlib.Path, sys.argv[1:])
def copy(archive, name, to):
    to.parent.mkdir(parents=True, exist_ok=True)
    with archive.open(name) as source, open(to, "wb") as copied:
        shutil.copyfileobj(source, copied)
for wheel in wheels.glob("*.whl"):
    with zipfile.ZipFile(wheel) as archive:
        for name in archive.namelist():
            if re.match(r"tensorflow/libtensorflow\\w*\\.(so|[.\\d]*dylib)", name):
                copy(archive, name, target / "lib" / name.rsplit("/", 1)[1])
            elif re.match(r"nvidia/.*\\.so[.\\d]*$", name):
                copy(archive, name, target / name)
            elif re.match(r"tensorflow/include/(absl|tensorflow/c|tensorflow/core/platform|tsl/platform|xla/tsl/c)/.*\\.h$", name):
                archive.extract(name, headers)
`;

/**
 * Drafts the package and completes it with TensorFlow's C library from its Python package (about 270 MB, which is not
 * installed; for CUDA some gigabytes) and a binding compiled against that.
 */
export async function buildFromWheel(native, draft, log) {
  const wheel = wheelFor(native.kind);
  for (const [tool, ...args] of [['python3', '-m', 'pip'], [COMPILER]]) await runCommand(tool, [...args, '--version']);
  const wheels = join(draft, 'wheels');
  log(`Downloading ${wheel.pypi} for its C library (once; it is cached)`);
  const home = await downloadBoth(native.npm, wheel, draft, wheels);
  if (wheel.sha256 === undefined) for (const line of await hashLines(wheels)) log(line);
  log('Unpacking it and compiling the binding');
  await completePackage(home, wheels, wheel);
  await rm(wheels, { recursive: true });
}

/** Drafts the package while its wheels are downloaded; resolves to the package's folder once both have ended. */
async function downloadBoth(npm, wheel, draft, wheels) {
  const [drafted, downloaded] = await Promise.allSettled([draftPackage(draft, npm), downloadWheels(wheel, wheels)]);
  if (drafted.status === 'rejected') throw drafted.reason;
  if (downloaded.status === 'rejected') throw downloaded.reason;
  return drafted.value;
}

/** What came where no hash is pinned: pip has held it against that of the index. */
async function hashLines(wheels) {
  const names = (await readdir(wheels)).filter((name) => name.endsWith('.whl'));
  return Promise.all(names.map(async (name) => `${name}: SHA-256 ${await fileHash(join(wheels, name))}, as the index has it`));
}

/** Downloads the wheel and, where it is not pinned, what it needs; pip refuses one whose hash is not the pinned one. */
export async function downloadWheels(wheel, wheels) {
  const requirements = `${wheels}.txt`;
  await writeFile(requirements, wheel.sha256 === undefined ? wheel.pypi : `${wheel.pypi} --hash=sha256:${wheel.sha256}`);
  await runCommand('python3', downloadArguments(wheel, requirements, wheels), { timeoutMs: DOWNLOAD_MS });
  await rm(requirements);
}

async function completePackage(home, wheels, { platform, libraries }) {
  const dependencies = join(home, 'deps');
  const headers = join(wheels, 'headers');
  await rm(dependencies, { recursive: true, force: true });
  await mkdir(dependencies, { recursive: true });
  await runCommand('python3', ['-c', UNPACK, wheels, dependencies, headers]);
  const libraryFolder = platform.startsWith('linux-')
    ? await makeStandIns(join(wheels, 'stand-ins'), libraries)
    : join(dependencies, 'lib');
  const sourcesIn = async (folder) => (await readdir(folder)).filter((name) => name.endsWith('.cc')).map((name) => join(folder, name));
  const theirs = join(home, 'binding');
  // Ours includes it.
  const included = join(theirs, 'tfjs_binding.cc');
  await mkdir(dirname(bindingOf(home)), { recursive: true });
  await runCommand(
    COMPILER,
    compileArguments({
      platform,
      home,
      sources: [...(await sourcesIn(theirs)).filter((path) => path !== included), ...(await sourcesIn(ADDITIONS))],
      headers: join(headers, 'tensorflow/include'),
      libraryFolder,
      libraries,
      searched: ['deps/lib', ...(await nvidiaFolders(dependencies))],
    }),
  );
}

/** The folders of NVIDIA's libraries, relative to the package. */
async function nvidiaFolders(dependencies) {
  const names = await readdir(join(dependencies, 'nvidia')).catch(() => []);
  return names.sort().map((name) => `deps/nvidia/${name}/lib`);
}

/** Makes empty libraries to link against: only the names count, and the linker needs seconds to read the real ones. */
async function makeStandIns(folder, libraries) {
  await mkdir(folder);
  for (const name of libraries) {
    await runCommand(COMPILER, ['-shared', `-Wl,-soname=${name}`, '-o', join(folder, name), '-x', 'c++', '/dev/null']);
  }
  return folder;
}
