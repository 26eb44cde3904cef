import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CmgError, type Dataset, type DatasetReader } from '@cmg/core';
import { describeComponent } from '@cmg/core/testing';

/**
 * What every data set reader must do, as a Jest suite. Call it in the test of a reader with options that give a small
 * data set.
 *
 * @param options as in a config; `use` left out
 */
export function describeDatasetReader<Options>(reader: DatasetReader<Options>, options: Readonly<Record<string, unknown>>): void {
  describe(`data set reader '${reader.name}'`, () => {
    let cacheDir: string;
    let dataset: Dataset;
    let split: string;
    const open = () => reader.open(reader.options.parse(options) as Options, { cacheDir });
    const clips = () => dataset.splits[split]!;
    const modalitiesOf = (name: string) => dataset.splitModalities?.[name] ?? Object.keys(dataset.featureShapes);

    beforeAll(async () => {
      cacheDir = await mkdtemp(join(tmpdir(), 'cmg-reader-'));
      dataset = await open();
      split = Object.keys(dataset.splits)[0]!;
    });
    afterAll(async () => {
      await dataset.close();
      await rm(cacheDir, { recursive: true, force: true });
    });

    describeComponent(reader);

    it('has clips, segments and modalities', () => {
      expect(Object.values(dataset.splits).every((count) => Number.isInteger(count) && count > 0)).toBe(true);
      expect(dataset.segments).toBeGreaterThan(0);
      expect(Object.keys(dataset.featureShapes).length).toBeGreaterThan(0);
    });

    it('reads finite features of the shape that it announces, for every split and modality', async () => {
      for (const [name, count] of Object.entries(dataset.splits)) {
        for (const modality of modalitiesOf(name)) {
          const featureShape = dataset.featureShapes[modality]!;
          const { data, shape } = await dataset.read(name, modality, [0, count - 1]);
          expect(shape).toEqual([2, dataset.segments, ...featureShape]);
          expect(data).toHaveLength(shape.reduce((a, b) => a * b, 1));
          expect(data.every(Number.isFinite)).toBe(true);
        }
      }
    });

    it('reads rows in the order asked for, the same row twice if need be', async () => {
      const rows = [clips() - 1, 0, clips() - 1];
      for (const modality of modalitiesOf(split)) {
        const { data } = await dataset.read(split, modality, rows);
        const single = await Promise.all(rows.map((row) => dataset.read(split, modality, Int32Array.of(row))));
        single.forEach((block, i) => expect(sameValues(block.data, data.subarray(i * block.data.length, (i + 1) * block.data.length))).toBe(true));
      }
    });

    it('reads the same into memory that is handed back', async () => {
      for (const modality of modalitiesOf(split)) {
        const fresh = await dataset.read(split, modality, [0, clips() - 1]);
        for (const rows of [[clips() - 1, 0], [0]]) {
          const { data: spare } = await dataset.read(split, modality, rows);
          const { data, shape } = await dataset.read(split, modality, [0, clips() - 1], spare);
          expect(shape).toEqual(fresh.shape);
          expect(sameValues(data, fresh.data)).toBe(true);
        }
      }
    });

    it('reads no rows as an empty block', async () => {
      for (const modality of modalitiesOf(split)) {
        const { data, shape } = await dataset.read(split, modality, []);
        expect([data.length, shape[0]]).toEqual([0, 0]);
      }
    });

    it('names an unknown split or modality and a row that is not there', async () => {
      const modality = modalitiesOf(split)[0]!;
      await expect(dataset.read('no-such-split', modality, [0])).rejects.toThrow(CmgError);
      await expect(dataset.read(split, 'no-such-modality', [0])).rejects.toThrow(CmgError);
      for (const row of [-1, clips(), 0.5]) await expect(dataset.read(split, modality, [row])).rejects.toThrow(CmgError);
      await expect(dataset.labels('no-such-split')).rejects.toThrow(CmgError);
    });

    it('labels every clip, and every segment of every modality, with a class or background', async () => {
      if (dataset.classes.length === 0) return;
      for (const [name, count] of Object.entries(dataset.splits)) {
        const labels = await dataset.labels(name);
        expect(labels.clipClasses).toHaveLength(count);
        expect(labels.clipClasses.every((label) => label >= 0 && label < dataset.classes.length)).toBe(true);
        for (const modality of modalitiesOf(name)) {
          const segments = labels.segmentClasses[modality]!;
          expect(segments).toHaveLength(count * dataset.segments);
          expect(segments.every((label) => label >= -1 && label < dataset.classes.length)).toBe(true);
        }
      }
    });

    it('marks the first of the events of a segment, where it may have several, as its class', async () => {
      for (const name of Object.keys(dataset.splits)) {
        if (dataset.classes.length === 0) return;
        const { segmentClasses, events = {} } = await dataset.labels(name);
        for (const [modality, marks] of Object.entries(events)) {
          const own = segmentClasses[modality]!;
          expect(marks).toHaveLength(own.length * dataset.classes.length);
          own.forEach((label, i) => {
            const marked = marks.subarray(i * dataset.classes.length, (i + 1) * dataset.classes.length);
            expect(label === -1 ? marked.every((mark) => mark === 0) : marked[label]).toBe(label === -1 ? true : 1);
          });
        }
      }
    });

    it('finds nothing wrong with its own data, and counts it', async () => {
      if (reader.check === undefined) return;
      const report = await reader.check(reader.options.parse(options) as Options, { cacheDir });
      expect(report.findings.filter(({ level }) => level === 'error')).toEqual([]);
      for (const [name, { clips: counted, modalities, classes }] of Object.entries(report.splits)) {
        expect([counted, modalities]).toEqual([dataset.splits[name], modalitiesOf(name)]);
        expect(Object.keys(classes)).toEqual([...dataset.classes]);
      }
      expect(Object.keys(report.splits)).toEqual(Object.keys(dataset.splits));
      expect(report.arrays).toBeGreaterThan(0);
    });

    it('says where its data comes from, if it does not come with the program', () => {
      const origin = reader.origin?.(reader.options.parse(options) as Options);
      expect(origin === undefined).toBe(reader.check === undefined);
      if (origin === undefined) return;
      if (origin.url !== undefined) expect(origin.url).toMatch(/^https:\/\//);
      expect(Object.keys(origin.files).length).toBeGreaterThan(0);
    });

    it('has pictures of the shape that it announces, and masks of zeros and ones for as many as it says', async () => {
      const { pictures } = dataset;
      if (pictures === undefined) return;
      const [count, height, width, channels] = pictures.shape;
      for (const [name, clips] of Object.entries(dataset.splits)) {
        const rows = [clips - 1, 0];
        const frames = await pictures.frames(name, rows, count);
        expect(frames.shape).toEqual([2, ...pictures.shape]);
        expect(frames.data).toHaveLength(2 * count * height * width * channels);
        expect((await pictures.frames(name, [0], 1)).data).toEqual(frames.data.subarray(frames.data.length / 2).subarray(0, height * width * channels));
        const masked = pictures.masked[name]!;
        expect(masked >= 0 && masked <= count).toBe(true);
        const masks = await pictures.masks(name, rows, masked);
        expect(masks.shape).toEqual([2, masked, height, width]);
        expect(masks.data).toHaveLength(2 * masked * height * width);
        expect(masks.data.every((value) => value <= 1)).toBe(true);
      }
    });

    it('opens again with the same content, whether its cached files are whole, damaged or gone', async () => {
      const read = async (from: Dataset) =>
        Promise.all(modalitiesOf(split).map(async (modality) => (await from.read(split, modality, [0])).data));
      const expected = await read(dataset);
      const damage = [
        () => Promise.resolve(),
        async () => {
          for (const file of await readdir(cacheDir)) await writeFile(join(cacheDir, file), 'not what it was');
        },
        () => rm(cacheDir, { recursive: true, force: true }),
      ];
      for (const harm of damage) {
        await harm();
        const again = await open();
        expect(again.fingerprint).toBe(dataset.fingerprint);
        (await read(again)).forEach((data, i) => expect(sameValues(data, expected[i]!)).toBe(true));
        await again.close();
      }
    });
  });
}

/** Much faster than toEqual where there are millions. */
function sameValues(a: Float32Array, b: Float32Array): boolean {
  return Buffer.from(a.buffer, a.byteOffset, a.byteLength).equals(Buffer.from(b.buffer, b.byteOffset, b.byteLength));
}
