import { encodeNpy } from '@cmg/formats';
import type { Dataset } from '@cmg/core';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { withRunFeatures } from '../src/features/run-features.js';

/** The data of a run whose sounds were made by `extractor`, at twice their size. */
const dataOf = (extractor: string): Dataset => ({
  segments: 10,
  classes: [],
  splits: {},
  featureShapes: {},
  fingerprint: '',
  extractors: { audio: { use: extractor, options: {} } },
  normalise: (_, features) => features.map((value) => 2 * value),
  read: () => Promise.reject(new Error('not read')),
  labels: () => Promise.reject(new Error('no labels')),
  close: () => Promise.resolve(),
});

describe('withRunFeatures', () => {
  let folder: string;
  const at = (name: string) => join(folder, name);

  async function read(file: string, dataset: () => Promise<Dataset>): Promise<number[]> {
    return withRunFeatures({ openDataset: dataset }, 'audio', at(file), async ({ batches }) => {
      const values: number[] = [];
      for await (const batch of batches(1)) values.push(...batch);
      return values;
    });
  }
  const unopened = () => Promise.reject(new Error('the data was opened'));

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'cmg-features-'));
    const npy = (value: number) => Buffer.concat(encodeNpy({ shape: [2, 1], data: Float32Array.of(value, value + 1) }));
    for (const name of ['extracted', 'own']) {
      await mkdir(at(name));
      await writeFile(at(`${name}/manifest.csv`), 'id,audio\na,a.npy\nb,b.npy\n');
      await writeFile(at(`${name}/a.npy`), npy(1));
      await writeFile(at(`${name}/b.npy`), npy(3));
    }
    const about = { format: 1, segments: 2, modalities: { audio: { use: 'log-mel', options: {}, featureShape: [1] } } };
    await writeFile(at('extracted/features.json'), JSON.stringify(about));
  });
  afterAll(() => rm(folder, { recursive: true }));

  it("brings what the extractor of the run's data made to its scale", async () => {
    expect(await read('extracted/manifest.csv', async () => dataOf('log-mel'))).toEqual([2, 4, 6, 8]);
  });

  it('takes what another extractor made, what does not say, and arrays as they are', async () => {
    expect(await read('extracted/manifest.csv', async () => dataOf('vggish'))).toEqual([1, 2, 3, 4]);
    expect(await read('own/manifest.csv', unopened)).toEqual([1, 2, 3, 4]);
    expect(await read('extracted/a.npy', unopened)).toEqual([1, 2]);
  });
});
