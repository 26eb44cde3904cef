import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { downloadWheels } from '../provision/from-wheel.mjs';
import { NATIVE_PACKAGES } from '../provision/native-package.mjs';
import { lockFile } from '../provision/npm-draft.mjs';
import { planNative } from '../provision/plan-native.mjs';
import { WHEEL_PLATFORMS, WHEELS } from '../provision/wheels.mjs';
import { provisionScratch } from './support/provision-scratch.js';

interface Locked {
  readonly integrity?: string;
  readonly resolved?: string;
}

test.each([NATIVE_PACKAGES.cpu, NATIVE_PACKAGES.gpu])('$npm and all that it needs have a hash and no address', ({ npm }) => {
  const { packages } = JSON.parse(readFileSync(lockFile(npm), 'utf8')) as { packages: Record<string, Locked> };
  const fetched = Object.entries(packages).filter(([path]) => path.startsWith('node_modules/') && path !== 'node_modules/@tensorflow/tfjs');
  expect(fetched.length).toBe(68);
  expect(fetched.filter(([, { integrity, resolved }]) => !integrity?.startsWith('sha512-') || resolved !== undefined)).toEqual([]);
});

test('the wheel that is fetched without being asked for has a hash', () => {
  expect(WHEELS.cpu['linux-x64']?.sha256).toMatch(/^[0-9a-f]{64}$/);
});

test.each([
  [false, 'linux-x64', 'tensorflow-cpu==2.21.0', true, '-l:libtensorflow_cc.so.2'],
  [false, 'linux-arm64', 'tensorflow==2.21.0', false, '-l:libtensorflow_cc.so.2'],
  [false, 'darwin-arm64', 'tensorflow==2.21.0', false, 'DRAFT/node_modules/@tensorflow/tfjs-node/deps/lib/libtensorflow_cc.2.dylib'],
  [true, 'linux-x64', 'tensorflow[and-cuda]==2.21.0', false, '-Wl,-rpath,$ORIGIN/../../deps/nvidia/*/lib'],
])(
  'the plan, with gpu %s on %s, names the wheel, its hash if any is pinned, and how it is linked',
  async (gpu, platform, requirement, pinned, linked) => {
    const plan = await planNative({ gpu, platform });
    expect(plan).toMatchObject({ requirement, platform, sha256: pinned ? WHEELS.cpu[platform]?.sha256 : null });
    expect(plan.download.includes('--require-hashes')).toBe(pinned);
    expect(plan.compile).toContain(linked);
    expect(plan.compile.includes('-Wl,--wrap=TFE_NewContext')).toBe(!platform.startsWith('darwin'));
  },
);

test('there is no plan for another platform, and it says for which there is', async () => {
  await expect(planNative({ platform: 'win32-x64' })).rejects.toThrow(
    'for win32-x64 that this command knows; there is one for linux-x64, linux-arm64, darwin-arm64',
  );
});

/** A wheel of nothing, as pip takes it from a folder. */
const WHEEL = `
import sys, zipfile
with zipfile.ZipFile(sys.argv[1], "w") as archive:
    archive.writestr("tiny-1.0.dist-info/METADATA", "Metadata-Version: 2.1\\nName: tiny\\nVersion: 1.0\\n")
    archive.writestr("tiny-1.0.dist-info/WHEEL", "Wheel-Version: 1.0\\nGenerator: test\\nRoot-Is-Purelib: true\\nTag: py3-none-any\\n")
    archive.writestr("tiny-1.0.dist-info/RECORD", "")
`;

/** A shelf that pip takes wheels from in place of an index. */
async function withShelf(wheel: string, use: (wheels: string) => Promise<void>): Promise<void> {
  const scratch = provisionScratch();
  const file = join(scratch.root, 'shelf', wheel);
  mkdirSync(join(file, '..'));
  execFileSync('python3', ['-c', WHEEL, file]);
  Object.assign(process.env, { PIP_NO_INDEX: '1', PIP_FIND_LINKS: join(file, '..') });
  try {
    await use(join(scratch.root, 'wheels'));
  } finally {
    delete process.env['PIP_NO_INDEX'];
    delete process.env['PIP_FIND_LINKS'];
    scratch.remove();
  }
}

const onLinux = process.platform === 'linux' ? test : test.skip;

onLinux('pip refuses a wheel whose hash is not the pinned one', async () => {
  await withShelf('tiny-1.0-py3-none-any.whl', async (wheels) => {
    const wheel = { pypi: 'tiny==1.0', sha256: '0'.repeat(64), tags: [] };
    await expect(downloadWheels(wheel, wheels)).rejects.toThrow('DO NOT MATCH THE HASHES');
    expect(existsSync(join(wheels, 'tiny-1.0-py3-none-any.whl'))).toBe(false);
  });
});

onLinux.each([
  ['linux-x64', 'manylinux2014_x86_64'],
  ['linux-arm64', 'manylinux_2_27_aarch64'],
  ['darwin-arm64', 'macosx_11_0_arm64'],
])('pip finds wheels of %s on any machine', async (platform, tag) => {
  const name = `tiny-1.0-cp311-cp311-${tag}.whl`;
  await withShelf(name, async (wheels) => {
    await downloadWheels({ pypi: 'tiny==1.0', tags: WHEEL_PLATFORMS[platform]?.tags }, wheels);
    expect(existsSync(join(wheels, name))).toBe(true);
  });
});
