import { z } from 'zod';
import { CmgError, type Dataset, type DatasetReader, type Labels, type SegmentMedia } from '../src/index.js';
import { datasetReaderChecks, describeDatasetReader, sampleDataset } from '../src/testing/index.js';
import { failuresOf } from './support/failures.js';

/** The sample, which refuses what is not there; `changes` spoil it. */
const reader = (changes: (good: Dataset) => Partial<Dataset> = () => ({}), more: Partial<DatasetReader> = {}): DatasetReader => ({
  name: 'sample',
  description: 'for tests',
  options: z.strictObject({}),
  async open() {
    const sample = sampleDataset();
    const known = (split: string, modality = 'audio', rows: ArrayLike<number> = []) => {
      const inside = (row: number) => Number.isInteger(row) && row >= 0 && row < sample.splits[split]!;
      if (sample.splits[split] === undefined || !(modality in sample.featureShapes) || !Array.from(rows).every(inside))
        throw new CmgError('not there');
    };
    const good: Dataset = {
      ...sample,
      async read(split, modality, rows) {
        known(split, modality, rows);
        return sample.read(split, modality, rows);
      },
      async labels(split) {
        known(split);
        return sample.labels(split);
      },
    };
    return { ...good, ...changes(good) };
  },
  ...more,
});

const failures = async (changes?: Parameters<typeof reader>[0], more?: Partial<DatasetReader>) =>
  failuresOf(await datasetReaderChecks(reader(changes, more)));
const labelled = (change: (labels: Labels) => Partial<Labels>) =>
  failures(({ labels }) => ({ labels: async (split) => ({ ...(await labels(split)), ...change(await labels(split)) }) }));

await describeDatasetReader(reader());

describe('datasetReaderChecks say what is wrong, and what to do', () => {
  it('of a data set without a fingerprint', async () => {
    expect(await failures(() => ({ fingerprint: '' }))).toEqual({
      'has clips, segments and modalities': 'fingerprint is empty: use a hash of the content, by which caches are keyed',
    });
  });

  it('of features of another shape', async () => {
    expect(await failures(({ featureShapes }) => ({ featureShapes: { ...featureShapes, text: [2] } }))).toEqual({
      'reads finite features of the announced shape, for every split and modality':
        "read('train', 'text', [0, 23]): expected [2, 5, 2], got [2, 5, 1]: [rows, T, ...featureShape]",
    });
  });

  it('of rows in another order', async () => {
    const sorted = await failures(({ read }) => ({
      read: (split, modality, rows, spare) =>
        read(
          split,
          modality,
          Array.from(rows).sort((a, b) => a - b),
          spare,
        ),
    }));
    expect(sorted).toEqual({
      'reads rows in the requested order, including repeated rows': expect.stringMatching(
        /^read of audio: row 0 of \[23, 0, 23\] is not clip 23/,
      ),
    });
  });

  it('of spare memory that is not filled', async () => {
    const lazy = await failures(({ read }) => ({
      read: async (split, modality, rows, spare) => {
        const block = await read(split, modality, rows);
        return spare === undefined ? block : { ...block, data: spare };
      },
    }));
    expect(lazy).toEqual({
      'reads the same into reused memory':
        'read of audio into spare memory gave other values: write every number, and allocate new memory if the spare is too small',
    });
  });

  it('of errors that are not meant for a user', async () => {
    const throwing = await failures(({ read }) => ({
      read: (split, ...rest) => (split === 'no-such-split' ? Promise.reject(new TypeError('undefined')) : read(split, ...rest)),
    }));
    expect(throwing).toEqual({
      'refuses an unknown split, an unknown modality and a row out of range':
        "read of the split 'no-such-split' threw TypeError: undefined: throw a CmgError that says what is wrong and what exists",
    });
  });

  it('of labels that do not fit the classes, or events that do not fit the labels', async () => {
    expect(await labelled(({ clipClasses }) => ({ clipClasses: clipClasses.map(() => 4) }))).toEqual({
      'labels every clip, and every segment of every modality, with a class or background':
        "labels of 'train': a clip has a class outside 0..3",
    });
    const wrong = await labelled(({ segmentClasses }) => ({ events: { audio: new Uint8Array(segmentClasses['audio']!.length * 4) } }));
    expect(Object.keys(wrong)).toEqual(['includes the class of each segment in its events']);
  });

  it('of pictures of another shape', async () => {
    expect(Object.keys(await failures(({ pictures }) => ({ pictures: { ...pictures!, shape: [1, 2, 3, 1] } })))).toEqual([
      'has pictures of the announced shape, and masks of zeros and ones for the announced number of frames',
    ]);
  });

  it('of media that are none', async () => {
    const name = 'gives segments as pictures, sounds or words, the same each time';
    const media = (found: () => SegmentMedia | undefined) => failures(() => ({ media: async () => found() }));
    expect(await media(() => ({ kind: 'picture', pixels: { shape: [2, 2], data: new Uint8Array(4) } }))).toEqual({
      [name]: "media('train', 'audio', 0, 0): 4 bytes of shape [2, 2], expected [H, W, 1] or [H, W, 3]",
    });
    expect(await media(() => ({ kind: 'sound', samples: Float32Array.of(0, 2), sampleRate: 16000 }))).toEqual({
      [name]: "media('train', 'audio', 0, 0): samples are not all in [-1, 1], or there are none",
    });
    expect(await media(() => ({ kind: 'words', text: '' }))).toEqual({
      [name]: "media('train', 'audio', 0, 0): text is empty: return undefined where there are no words",
    });
    let asked = 0;
    expect(await media(() => ({ kind: 'words', text: `${asked++}` }))).toEqual({
      [name]: "media('train', 'audio', 0, 0) differs when it is asked for again",
    });
    expect(await media(() => undefined)).toEqual({});
  });

  it('of an origin without a check of its files', async () => {
    expect(await failures(undefined, { origin: () => ({ files: { 'a.npy': 'features' } }) })).toEqual({
      'states where its data comes from, and can check its files':
        'it has an origin but no check: data that a user fetches needs a check of its files',
    });
  });

  it('of another content when it is opened again', async () => {
    let opened = 0;
    expect(await failures(() => ({ fingerprint: `opening ${opened++}` }))).toEqual({
      'opens again with the same content, whether its cached files are intact, damaged or gone':
        'opened again with its cache, the fingerprint differs: compute it from the content alone',
    });
  });

  it('of what is not there, nothing', async () => {
    const bare = await datasetReaderChecks(reader(({ pictures: _, ...rest }) => ({ ...rest, pictures: undefined as never, classes: [] })));
    const names = bare.map(({ name }) => name);
    expect(names.some((name) => /pictures|labels|events|finds nothing wrong|where its data comes from/.test(name))).toBe(false);
  });
});
