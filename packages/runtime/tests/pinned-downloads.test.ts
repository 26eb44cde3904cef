import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { downloadWheels } from '../provision/from-wheel.mjs';
import { NATIVE_PACKAGES } from '../provision/native-package.mjs';
import { lockFile } from '../provision/npm-draft.mjs';
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
  expect(NATIVE_PACKAGES.cpu.sha256).toMatch(/^[0-9a-f]{64}$/);
});

/** A wheel of nothing, as pip takes it from a folder. */
const WHEEL = `
import sys, zipfile
with zipfile.ZipFile(sys.argv[1], "w") as archive:
    archive.writestr("tiny-1.0.dist-info/METADATA", "Metadata-Version: 2.1\\nName: tiny\\nVersion: 1.0\\n")
    archive.writestr("tiny-1.0.dist-info/WHEEL", "Wheel-Version: 1.0\\nGenerator: test\\nRoot-Is-Purelib: true\\nTag: py3-none-any\\n")
    archive.writestr("tiny-1.0.dist-info/RECORD", "")
`;

(process.platform === 'linux' ? test : test.skip)('pip refuses a wheel whose hash is not the pinned one', async () => {
  const scratch = provisionScratch();
  const wheel = join(scratch.root, 'shelf/tiny-1.0-py3-none-any.whl');
  mkdirSync(join(wheel, '..'));
  execFileSync('python3', ['-c', WHEEL, wheel]);
  Object.assign(process.env, { PIP_NO_INDEX: '1', PIP_FIND_LINKS: join(wheel, '..') });
  try {
    const wheels = join(scratch.root, 'wheels');
    await expect(downloadWheels({ pypi: 'tiny==1.0', sha256: '0'.repeat(64) }, wheels)).rejects.toThrow('DO NOT MATCH THE HASHES');
    expect(existsSync(join(wheels, 'tiny-1.0-py3-none-any.whl'))).toBe(false);
  } finally {
    delete process.env['PIP_NO_INDEX'];
    delete process.env['PIP_FIND_LINKS'];
    scratch.remove();
  }
});
