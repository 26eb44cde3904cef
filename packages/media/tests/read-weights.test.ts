import { writeFile } from 'node:fs/promises';
import { encodeSafetensors, writeFileAtomic, writeNpz, writeTorch } from '@cmg/formats';
import { readWeights } from '../src/index.js';
import { temporaryFolder } from './support/temporary-folder.js';

const path = await temporaryFolder();
const wanted = { extractor: 'vgg19', hint: 'Get it there.' };
const tensors = new Map([
  ['features.0.weight', { shape: [2, 1], data: Float32Array.of(1, 2) }],
  ['features.0.bias', { shape: [2], data: Float32Array.of(3, 4) }],
]);

describe('readWeights', () => {
  it('reads the same from safetensors, npz and torch.save', async () => {
    await writeFileAtomic(path('a.safetensors'), encodeSafetensors(tensors));
    await writeNpz(path('a.npz'), tensors);
    await writeTorch(path('a.pth'), tensors);
    const fingerprints = new Set<string>();
    for (const name of ['a.safetensors', 'a.npz', 'a.pth']) {
      const weights = await readWeights(path(name), wanted);
      expect([...weights.tensors].sort()).toEqual([...tensors].sort());
      expect(weights.file).toBe(path(name));
      fingerprints.add(weights.fingerprint);
    }
    expect(fingerprints.size).toBe(3);
  });

  it('says which weights are wanted, and what is wrong with a file', async () => {
    await expect(readWeights(undefined, wanted)).rejects.toMatchObject({
      kind: 'usage',
      message: expect.stringMatching(/'vgg19' needs.*\n.*Get it there/),
    });
    await writeTorch(path('list.pt'), [1, 2]);
    await expect(readWeights(path('list.pt'), wanted)).rejects.toMatchObject({
      kind: 'usage',
      message: expect.stringContaining('not contain a dict of named tensors'),
    });
    await writeFile(path('broken.npz'), 'no zip');
    await expect(readWeights(path('broken.npz'), wanted)).rejects.toThrow(path('broken.npz'));
  });
});
