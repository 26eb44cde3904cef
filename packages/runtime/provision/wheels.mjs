import { TENSORFLOW_VERSION } from './native-package.mjs';

/**
 * A Python package that contains TensorFlow's library, as a requirement of pip. With a `sha256` pip takes that wheel and no other; without one it
 * takes what the index lists, and holds it against the index's own hash.
 *
 * @typedef {{ readonly pypi: string, readonly sha256?: string }} Wheel
 */

/**
 * Of each kind of native TensorFlow and each platform, as Node names it.
 *
 * @type {Readonly<Record<'cpu' | 'gpu', Readonly<Record<string, Wheel>>>>}
 */
export const WHEELS = {
  cpu: {
    'linux-x64': {
      pypi: `tensorflow-cpu==${TENSORFLOW_VERSION}`,
      // tensorflow_cpu-2.21.0-cp311-cp311-manylinux_2_27_x86_64.whl
      sha256: '2b847d217b02ee7731ed91431daf3250daa0196c3c94614d23be27232e6e5b6c',
    },
    'linux-arm64': { pypi: `tensorflow==${TENSORFLOW_VERSION}` },
    'darwin-arm64': { pypi: `tensorflow==${TENSORFLOW_VERSION}` },
  },
  gpu: { 'linux-x64': { pypi: `tensorflow[and-cuda]==${TENSORFLOW_VERSION}` } },
};

/**
 * What wheels of a platform are called and contain.
 *
 * @typedef {{ readonly tags: readonly string[], readonly libraries: readonly string[] }} WheelPlatform
 */

/** @param {string} machine @returns {WheelPlatform} */
const linux = (machine) => ({
  // pip takes these and none that they include.
  tags: ['manylinux_2_27', 'manylinux_2_17', 'manylinux2014', 'manylinux1'].map((tag) => `${tag}_${machine}`),
  libraries: ['libtensorflow_cc.so.2', 'libtensorflow_framework.so.2'],
});

/** @type {Readonly<Record<string, WheelPlatform>>} */
export const WHEEL_PLATFORMS = {
  'linux-x64': linux('x86_64'),
  'linux-arm64': linux('aarch64'),
  'darwin-arm64': { tags: ['macosx_12_0_arm64'], libraries: ['libtensorflow_cc.2.dylib', 'libtensorflow_framework.2.dylib'] },
};

export const thisPlatform = () => `${process.platform}-${process.arch}`;

/**
 * The wheel and the platform of a kind of native TensorFlow.
 *
 * @param {'cpu' | 'gpu'} kind
 */
export function wheelFor(kind, platform = thisPlatform()) {
  const wheel = WHEELS[kind][platform];
  const about = WHEEL_PLATFORMS[platform];
  if (wheel !== undefined && about !== undefined) return { ...wheel, ...about, platform };
  const known = Object.keys(WHEELS[kind]).join(', ');
  throw new Error(`TensorFlow's Python package has no library for ${platform} that this command knows; there is one for ${known}`);
}

/**
 * Arguments of `python3` that download what is listed in a file of requirements; the installed version of Python does not matter.
 *
 * @param {Pick<Wheel, 'sha256'> & Pick<WheelPlatform, 'tags'>} wheel
 * @param {string} requirements
 * @param {string} folder
 */
export function downloadArguments({ sha256, tags }, requirements, folder) {
  return [
    '-m',
    'pip',
    'download',
    '--quiet',
    '--retries=1',
    ...(sha256 === undefined ? [] : ['--require-hashes', '--no-deps']),
    '--only-binary=:all:',
    '--implementation=cp',
    '--python-version=3.11',
    '--abi=cp311',
    ...tags.map((tag) => `--platform=${tag}`),
    '--dest',
    folder,
    '--requirement',
    requirements,
  ];
}
