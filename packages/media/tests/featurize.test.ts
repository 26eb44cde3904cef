import { writeFile } from 'node:fs/promises';
import { featurize } from '../src/index.js';
import { encodeWav, sine } from './support/encode-wav.js';
import { openFakes } from './support/fake-extractors.js';
import { temporaryFolder } from './support/temporary-folder.js';

const path = await temporaryFolder();
const { audio, text } = await openFakes();
await writeFile(path('a.wav'), encodeWav(sine(100, 3)));

describe('featurize', () => {
  it("brings a file to a data set's segments and scale", async () => {
    const normalise = (modality: string, features: Float32Array) => features.map((value) => (modality === 'audio' ? 10 * value : value));
    const { data, shape } = await featurize({ segments: 2, normalise }, 'audio', path('a.wav'), audio);
    expect(shape).toEqual([1, 2, 2]);
    data.forEach((value) => expect(value).toBeCloseTo(5, 2));
    expect((await featurize({ segments: 2, normalise }, 'audio', path('a.wav'), audio, { length: 'window' })).shape).toEqual([2, 2, 2]);
  });

  it("fits it to the data set's segments as its clips were, in one window", async () => {
    const data = async (length: 'pad' | 'resample' | 'window') =>
      (await featurize({ segments: 2, length }, 'text', 'a dog barks loudly', text)).data;
    expect([...(await data('pad'))]).toEqual([1, 3]);
    expect([...(await data('window'))]).toEqual([1, 3]);
    expect([...(await data('resample'))]).toEqual([2, 5.5]);
  });

  it('takes features as they are where the data set has no scale', async () => {
    expect(await featurize({ segments: 3 }, 'text', 'a dog', text)).toEqual({ data: Float32Array.of(1, 3, 3), shape: [1, 3, 1] });
  });
});
