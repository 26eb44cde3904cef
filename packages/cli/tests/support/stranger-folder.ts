import { encodeNpy } from '@cmg/formats';
import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, realpath, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { runCmg } from './run-cmg.js';

const ROOT = fileURLToPath(new URL('../../../../', import.meta.url));

const CONFIG = `name: walk
data: {use: folder, root: data}
modalities: [{use: audio, layers: 1, feedForward: 8, specificWidth: 6}, {use: "@me/modality-imu", hidden: 8, specificWidth: 4}]
width: 8
codebook: {size: 8}
objectives: [reconstruction, commitment, cross-commitment, cross-cpc, mm-ema]
training: {epochs: 2, batchSize: 4, logEvery: 1}
tasks: [{use: classification, epochs: 2, hidden: 4}]
`;

/** Of one segment. */
const FEATURE_SHAPES: Readonly<Record<string, readonly number[]>> = { audio: [128], imu: [6, 5] };

export const PACKAGE = 'node_modules/@me/modality-imu';

/**
 * A folder outside of the repository: a plugin as `cmg new` makes it, built by its script and installed by `npm install ./modality-imu`; data
 * of sound and movement; a config.
 */
export async function strangerFolder(): Promise<string> {
  const folder = await realpath(await mkdtemp(join(tmpdir(), 'cmg-stranger-')));
  for (const name of await readdir(join(ROOT, 'packages'))) await link(folder, `@cmg/${name}`, join(ROOT, 'packages', name));
  for (const name of ['zod', '@tensorflow/tfjs']) await link(folder, name, join(ROOT, 'node_modules', name));
  const plugin = join(folder, 'modality-imu');
  const { code, stderr } = await runCmg(['new', 'modality', 'imu', '--scope', '@me', '--shape', '6,5', '--out', plugin]);
  if (code !== 0) throw new Error(stderr);
  await promisify(execFile)(process.execPath, [join(ROOT, 'node_modules/typescript/bin/tsc'), '-p', plugin]);
  await link(folder, '@me/modality-imu', plugin);
  await writeVersion(folder, '1.0.0');
  await writeFile(join(folder, 'walk.yaml'), CONFIG);
  await writeData(join(folder, 'data'));
  return folder;
}

async function link(folder: string, name: string, target: string): Promise<void> {
  const path = join(folder, 'node_modules', name);
  await mkdir(join(path, '..'), { recursive: true });
  await symlink(target, path, 'dir');
}

/** Another version of the plugin, as an update would leave it. */
export async function writeVersion(folder: string, version: string): Promise<void> {
  const file = join(folder, PACKAGE, 'package.json');
  await writeFile(file, JSON.stringify({ ...JSON.parse(await readFile(file, 'utf8')), version }));
}

async function writeData(folder: string): Promise<void> {
  const rows: string[] = [];
  await mkdir(folder);
  for (let clip = 0; clip < 16; clip++) {
    for (const [modality, shape] of Object.entries(FEATURE_SHAPES)) {
      const data = Float32Array.from(
        { length: shape.reduce((size, axis) => size * axis, 5) },
        (_, i) => Math.sin(i + (clip % 2) * 3) + clip / 100,
      );
      await writeFile(join(folder, `${modality}${clip}.npy`), Buffer.concat(encodeNpy({ shape: [5, ...shape], data })));
    }
    rows.push(
      `clip${clip},${clip < 8 ? 'train' : clip < 12 ? 'val' : 'test'},${clip % 2 ? 'run' : 'walk'},audio${clip}.npy,imu${clip}.npy`,
    );
  }
  await writeFile(join(folder, 'manifest.csv'), ['id,split,label,audio,imu', ...rows].join('\n'));
}
