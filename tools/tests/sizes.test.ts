import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { installedSizes } from '../release/sizes.mjs';

test('sizes are those of what is reached without TensorFlow.js, and of our packages', async () => {
  const project = mkdtempSync(join(tmpdir(), 'cmg-sizes-'));
  const write = (file: string, content: string) => {
    mkdirSync(dirname(join(project, file)), { recursive: true });
    writeFileSync(join(project, file), content);
  };
  const packages = {
    'node_modules/@cmg/codebook': { dependencies: { zod: '1' }, peerDependencies: { '@tensorflow/tfjs': '1' } },
    'node_modules/@cmg/codebook/node_modules/zod': {},
    'node_modules/zod': {}, // for TensorFlow.js alone
    'node_modules/@tensorflow/tfjs': { dependencies: { zod: '2' } },
  };
  try {
    write('package.json', JSON.stringify({ dependencies: { '@cmg/codebook': '1', '@tensorflow/tfjs': '1' } }));
    write('node_modules/.package-lock.json', JSON.stringify({ packages }));
    Object.keys(packages).forEach((path, i) => write(`${path}/index.js`, 'x'.repeat(10 ** i)));
    expect(await installedSizes(project)).toEqual({ installed: 1111, 'without TensorFlow.js': 11, 'of ours': 1 });
  } finally {
    rmSync(project, { recursive: true });
  }
});
