import { encodeNpy } from '@cmg/formats';
import { mkdir, mkdtemp, readdir, realpath, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../../../../', import.meta.url));

/** What a stranger's package would say, in plain JavaScript. */
const PLUGIN = `import { defineModality } from '@cmg/core';
import { linear } from '@cmg/nn';
import * as tf from '@tensorflow/tfjs';
import { z } from 'zod';

export default defineModality({
  name: 'imu',
  description: 'acceleration and rotation, six numbers a segment',
  options: z.strictObject({ specificWidth: z.int().min(1).default(4) }),
  features: { axes: ['F'], description: 'six numbers' },
  createSemanticEncoder: (_, { parameters, featureShape, width }) => ({ apply: linear(parameters, featureShape[0], width) }),
  createSpecificEncoder({ specificWidth }, { parameters, featureShape }) {
    const apply = linear(parameters, featureShape[0], specificWidth);
    return { clubWidth: specificWidth, specificShape: [specificWidth], apply: (x) => ({ specific: apply(x), clubView: apply(x) }) };
  },
  createDecoder(_, { parameters, featureShape, specificShape, width }) {
    const decode = linear(parameters, width + specificShape[0], featureShape[0]);
    return { apply: (q, s) => decode(tf.concat([q, s], 2)) };
  },
});
`;

const CONFIG = `name: walk
data: {use: folder, root: data}
modalities: [{use: audio, layers: 1, feedForward: 8, specificWidth: 6}, "@me/modality-imu"]
width: 8
codebook: {size: 8}
objectives: [reconstruction, commitment, cross-commitment, cross-cpc, mm-ema]
training: {epochs: 2, batchSize: 4, logEvery: 1}
tasks: [{use: classification, epochs: 2, hidden: 4}]
`;

export const PACKAGE = 'node_modules/@me/modality-imu';

/** A folder outside of the repository with a plugin in its own `node_modules`, data of sound and movement, and a config. */
export async function strangerFolder(): Promise<string> {
  const folder = await realpath(await mkdtemp(join(tmpdir(), 'cmg-stranger-')));
  for (const name of await readdir(join(ROOT, 'packages'))) await link(folder, `@cmg/${name}`, join(ROOT, 'packages', name));
  for (const name of ['zod', '@tensorflow/tfjs']) await link(folder, name, join(ROOT, 'node_modules', name));
  await mkdir(join(folder, PACKAGE), { recursive: true });
  await writeVersion(folder, '1.0.0');
  await writeFile(join(folder, PACKAGE, 'index.js'), PLUGIN);
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
  const json = { name: '@me/modality-imu', version, type: 'module', exports: { '.': { import: './index.js' } } };
  await writeFile(join(folder, PACKAGE, 'package.json'), JSON.stringify(json));
}

async function writeData(folder: string): Promise<void> {
  const rows: string[] = [];
  await mkdir(folder);
  for (let clip = 0; clip < 16; clip++) {
    for (const [modality, width] of [['audio', 128], ['imu', 6]] as const) {
      const data = Float32Array.from({ length: 5 * width }, (_, i) => Math.sin(i + (clip % 2) * 3) + clip / 100);
      await writeFile(join(folder, `${modality}${clip}.npy`), Buffer.concat(encodeNpy({ shape: [5, width], data })));
    }
    rows.push(`clip${clip},${clip < 8 ? 'train' : clip < 12 ? 'val' : 'test'},${clip % 2 ? 'run' : 'walk'},audio${clip}.npy,imu${clip}.npy`);
  }
  await writeFile(join(folder, 'manifest.csv'), ['id,split,label,audio,imu', ...rows].join('\n'));
}

