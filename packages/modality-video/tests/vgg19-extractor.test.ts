import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { encodeSafetensors, writeFileAtomic } from '@cmg/formats';
import type { Frames } from '@cmg/core';
import { describeExtractor } from '@cmg/core/testing';
import { sineWeights } from '@cmg/test-support';
import { vgg19Extractor } from '../src/index.js';

const { maps, shapes } = JSON.parse(await readFile(new URL('fixtures/vgg19.json', import.meta.url), 'utf8')) as {
  maps: number[];
  shapes: Record<string, number[]>;
};
const folder = await mkdtemp(join(tmpdir(), 'cmg-video-'));
const weights = join(folder, 'vgg19.safetensors');
await writeFileAtomic(weights, encodeSafetensors(sineWeights(shapes)));
afterAll(() => rm(folder, { recursive: true }));

async function* twoFrames(): AsyncGenerator<Frames> {
  const data = Uint8Array.from({ length: 2 * 224 * 224 * 3 }, (_, i) => {
    const [channel, x, y] = [i % 3, Math.floor(i / 3) % 224, Math.floor(i / 3 / 224) % 224];
    return 3 * y + 5 * x + 80 * channel + 40 * Math.floor(i / (3 * 224 * 224));
  });
  yield { data, shape: [2, 224, 224, 3] };
}

describeExtractor(vgg19Extractor, { options: { weights, frames: 1 } });

describe('vgg19Extractor', () => {
  it('gives the mean maps of two frames as PyTorch computed them', async () => {
    const session = await vgg19Extractor.open({ weights, frames: 2, background: 'white' });
    expect(session.format).toEqual({ kind: 'video', height: 224, width: 224, framesPerSegment: 2, background: 'white' });
    expect(session.featureShape).toEqual([7, 7, 6]);
    const features = await session.extract({ kind: 'video', segments: twoFrames() });
    session.dispose();
    expect(features.length).toBe(maps.length);
    maps.forEach((value, i) => expect(features[i]).toBeCloseTo(value, 4));
  });

  it('says which weights do not fit', async () => {
    const open = async (change: Record<string, number[]>) => {
      const file = join(folder, 'wrong.safetensors');
      await writeFileAtomic(file, encodeSafetensors(sineWeights({ ...shapes, ...change })));
      return vgg19Extractor.open({ weights: file, frames: 1, background: 'white' });
    };
    await expect(open({ 'features.0.weight': [3, 1, 3, 3] })).rejects.toThrow('its first convolution takes 1 channels; expected 3');
    await expect(open({ 'features.5.weight': [4, 2, 3, 3] })).rejects.toThrow(
      'features.5: a convolution takes 2 channels, but the previous one produces 3',
    );
    await expect(vgg19Extractor.open({ frames: 1, background: 'white' })).rejects.toThrow("'vgg19' needs the option 'weights'");
  });
});
