import { clothoReader } from '../src/index.js';
import { describeDatasetReader } from '@cmg/core/testing';
import { fixture } from './support/fixtures.js';

const tables = { train: 'clotho_captions_development.csv', test: 'clotho_captions_evaluation.csv' };
const options = { root: fixture('clotho'), tables, text: 'text.h5' };

await describeDatasetReader(clothoReader, { options });

describe('clothoReader', () => {
  it('keeps all five captions of each sound', async () => {
    const dataset = await clothoReader.open(clothoReader.options.parse(options), { cacheDir: options.root });
    expect(dataset.splits).toEqual({ train: 10, test: 5 });
    const rows = Array.from({ length: 10 }, (_, i) => i);
    const [sounds, words] = await Promise.all(['audio', 'text'].map((modality) => dataset.read('train', modality, rows)));
    const heard = rows.map((row) => [0, 1].find((channel) => sounds!.data[row * 10 * 128 + channel] === 3));
    expect(heard).toEqual([0, 0, 0, 0, 0, 1, 1, 1, 1, 1]);
    // The k-th caption has 3 + k words.
    const lengths = rows.map(
      (row) => Array.from({ length: 10 }, (_, t) => words!.data[(row * 10 + t) * 768 + heard[row]!]).filter((v) => v === 3).length,
    );
    expect(lengths).toEqual([4, 5, 6, 7, 8, 4, 5, 6, 7, 8]);
    expect(dataset.recordings?.('train', 'audio')).toEqual(Int32Array.of(0, 0, 0, 0, 0, 1, 1, 1, 1, 1));
    expect(dataset.recordings?.('train', 'text')).toBeUndefined();
    await dataset.close();
  });

  it('names the table of a split that is not there', async () => {
    const chosen = clothoReader.options.parse({ root: options.root });
    await expect(clothoReader.open(chosen, { cacheDir: options.root })).rejects.toThrow(/clotho_captions_validation\.csv: is missing/);
  });
});
