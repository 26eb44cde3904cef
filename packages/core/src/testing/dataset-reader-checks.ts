import type { Dataset, DatasetReader } from '../dataset.js';
import { differenceOf, expectThat, fail } from './assertions.js';
import { type CacheFolder, temporaryCache } from './cache-folder.js';
import { type Check, describeLaterChecks } from './check.js';
import { componentChecks, hasParts } from './component-checks.js';
import { labelChecks } from './label-checks.js';
import { mediaCheck } from './media-check.js';
import { pictureCheck } from './picture-check.js';
import type { TestRunner } from './test-runner.js';

export interface DatasetReaderCase {
  /** As in a config, without `use`: options that give a small data set. */
  readonly options?: Readonly<Record<string, unknown>>;
}

/** An open data set, and how to open it again. */
interface Opened {
  readonly dataset: Dataset;
  readonly cache: CacheFolder | undefined;
  /** Its first split. */
  readonly split: string;
  readonly open: () => Promise<Dataset>;
}

/** The modalities of one split. */
const modalitiesOf = ({ splitModalities, featureShapes }: Dataset, split: string): readonly string[] =>
  splitModalities?.[split] ?? Object.keys(featureShapes);

const show = (shape: readonly number[]): string => `[${shape.join(', ')}]`;

const sameValues = (a: Float32Array, b: Float32Array): boolean => differenceOf({ values: a }, { values: b }) === undefined;

function extentCheck({ dataset }: Opened): Check {
  return {
    name: 'has clips, segments and modalities',
    run: () => {
      expectThat(Object.keys(dataset.splits).length > 0, 'splits is empty: give at least one, such as {train: 100}');
      for (const [name, count] of Object.entries(dataset.splits))
        expectThat(Number.isInteger(count) && count > 0, `the split '${name}' has ${count} clips: leave out splits without clips`);
      expectThat(dataset.segments > 0, `segments is ${dataset.segments}: T, at least 1`);
      expectThat(Object.keys(dataset.featureShapes).length > 0, 'featureShapes is empty: the shape of one segment of each modality');
      expectThat(dataset.fingerprint !== '', 'fingerprint is empty: use a hash of the content, by which caches are keyed');
    },
  };
}

function readingChecks({ dataset, split }: Opened): Check[] {
  const last = (dataset.splits[split] as number) - 1;
  const eachModality = async (body: (modality: string) => Promise<void>) => {
    for (const modality of modalitiesOf(dataset, split)) await body(modality);
  };
  return [
    {
      name: 'reads finite features of the announced shape, for every split and modality',
      run: async () => {
        for (const [name, count] of Object.entries(dataset.splits)) {
          for (const modality of modalitiesOf(dataset, name)) {
            const what = `read('${name}', '${modality}', [0, ${count - 1}])`;
            const { data, shape } = await dataset.read(name, modality, [0, count - 1]);
            const expected = [2, dataset.segments, ...(dataset.featureShapes[modality] ?? [])];
            expectThat(
              show(shape) === show(expected),
              `${what}: expected ${show(expected)}, got ${show(shape)}: [rows, T, ...featureShape]`,
            );
            const size = shape.reduce((a, b) => a * b, 1);
            expectThat(data.length === size, `${what}: ${data.length} numbers for a shape of ${size}`);
            expectThat(data.every(Number.isFinite), `${what}: some numbers are not finite: refuse such files when opening, naming the row`);
          }
        }
      },
    },
    {
      name: 'reads rows in the requested order, including repeated rows',
      run: () =>
        eachModality(async (modality) => {
          const rows = [last, 0, last];
          const { data } = await dataset.read(split, modality, rows);
          const single = await Promise.all(rows.map((row) => dataset.read(split, modality, Int32Array.of(row))));
          single.forEach((block, i) => {
            const part = data.subarray(i * block.data.length, (i + 1) * block.data.length);
            expectThat(
              sameValues(block.data, part),
              `read of ${modality}: row ${i} of [${rows.join(', ')}] is not clip ${rows[i]}: keep the requested order`,
            );
          });
        }),
    },
    {
      name: 'reads the same into reused memory',
      run: () =>
        eachModality(async (modality) => {
          const fresh = await dataset.read(split, modality, [0, last]);
          for (const rows of [[last, 0], [0]]) {
            const { data: spare } = await dataset.read(split, modality, rows);
            const { data, shape } = await dataset.read(split, modality, [0, last], spare);
            const same = show(shape) === show(fresh.shape) && sameValues(data, fresh.data);
            expectThat(
              same,
              `read of ${modality} into spare memory gave other values: write every number, and allocate new memory if the spare is too small`,
            );
          }
        }),
    },
    {
      name: 'reads no rows as an empty block',
      run: () =>
        eachModality(async (modality) => {
          const { data, shape } = await dataset.read(split, modality, []);
          expectThat(
            data.length === 0 && shape[0] === 0,
            `read of ${modality} without rows gave ${data.length} numbers of shape ${show(shape)}, expected [0, T, ...]`,
          );
        }),
    },
    {
      name: 'refuses an unknown split, an unknown modality and a row out of range',
      run: async () => {
        const modality = modalitiesOf(dataset, split)[0] as string;
        await refuses("read of the split 'no-such-split'", () => dataset.read('no-such-split', modality, [0]));
        await refuses("read of the modality 'no-such-modality'", () => dataset.read(split, 'no-such-modality', [0]));
        for (const row of [-1, last + 1, 0.5]) await refuses(`read of row ${row}`, () => dataset.read(split, modality, [row]));
        await refuses("labels of the split 'no-such-split'", () => dataset.labels('no-such-split'));
      },
    },
  ];
}

async function refuses(what: string, body: () => Promise<unknown>): Promise<void> {
  try {
    await body();
  } catch (error) {
    // By name, for it may come from another copy of this package.
    if ((error as { readonly name?: unknown } | null)?.name === 'CmgError') return;
    fail(`${what} threw ${String(error)}: throw a CmgError that says what is wrong and what exists`);
  }
  fail(`${what} was not refused: throw a CmgError that says what is wrong and what exists`);
}

/** Of all splits and modalities of which clips end early. */
function endCheck({ dataset }: Opened): Check {
  const { segments } = dataset;
  const expectEnds = async (split: string, modality: string, lengths: Int32Array) => {
    const count = dataset.splits[split] as number;
    expectThat(
      lengths.length === count && lengths.every((length) => length >= 0 && length <= segments),
      `lengths('${split}', '${modality}') are not ${count} numbers from 0 to ${segments}, one a clip`,
    );
    for (const [row, length] of lengths.entries()) {
      if (length === 0) continue;
      const { data } = await dataset.read(split, modality, [row]);
      const segment = (t: number) => data.subarray((t * data.length) / segments, ((t + 1) * data.length) / segments);
      for (let t = length; t < segments; t++) {
        const what = `read of ${modality}, clip ${row}: segment ${t} is not that at its end, ${length - 1}`;
        expectThat(sameValues(segment(t), segment(length - 1)), what);
      }
    }
  };
  return {
    name: 'gives the last segment again after the end of a clip',
    run: async () => {
      for (const split of Object.keys(dataset.splits)) {
        for (const modality of modalitiesOf(dataset, split)) {
          const lengths = dataset.lengths?.(split, modality);
          if (lengths !== undefined) await expectEnds(split, modality, lengths);
        }
      }
    },
  };
}

function sourceChecks(reader: DatasetReader, options: unknown, { dataset, cache }: Opened): Check[] {
  const origin = reader.origin?.bind(reader);
  const context = { cacheDir: cache?.path ?? '' };
  const checks: Check[] = [];
  const check = reader.check?.bind(reader);
  if (check !== undefined) {
    checks.push({
      name: 'finds no errors in its own data, and counts it',
      run: async () => {
        const report = await check(options, context);
        const errors = report.findings.filter(({ level }) => level === 'error');
        expectThat(
          errors.length === 0,
          () => `check found errors in data that opens: ${errors.map(({ where, what }) => `${where}: ${what}`).join('; ')}`,
        );
        for (const [name, summary] of Object.entries(report.splits)) {
          const found = [summary.clips, ...summary.modalities, ...Object.keys(summary.classes)].join(', ');
          const expected = [dataset.splits[name], ...modalitiesOf(dataset, name), ...dataset.classes].join(', ');
          expectThat(found === expected, `check reports ${found} for '${name}'; the open data set has ${expected}`);
        }
        const [found, expected] = [Object.keys(report.splits).join(', '), Object.keys(dataset.splits).join(', ')];
        expectThat(found === expected, `check reports the splits ${found}; the open data set has ${expected}`);
        expectThat(report.arrays > 0, 'check reports no arrays: count the feature arrays that it reads');
      },
    });
  }
  if (check !== undefined || origin !== undefined) {
    checks.push({
      name: 'states where its data comes from, and can check its files',
      run: () => {
        expectThat(check !== undefined, 'it has an origin but no check: data that a user fetches needs a check of its files');
        const { url, files } = origin?.(options) ?? fail('it has a check but no origin: state what to fetch, and where');
        expectThat(
          url === undefined || url.startsWith('https://'),
          `origin: url is ${url}: expected the https address of a page that describes the data`,
        );
        expectThat(Object.keys(files).length > 0, 'origin: files is empty: list the files or folders to fetch');
      },
    });
  }
  return checks;
}

function reopeningCheck({ dataset, split, open, cache }: Opened): Check {
  const read = (from: Dataset) =>
    Promise.all(modalitiesOf(dataset, split).map(async (modality) => (await from.read(split, modality, [0])).data));
  const expectSame = async (when: string, expected: readonly Float32Array[]) => {
    const again = await open();
    try {
      expectThat(
        again.fingerprint === dataset.fingerprint,
        `opened again ${when}, the fingerprint differs: compute it from the content alone`,
      );
      const same = (await read(again)).every((data, i) => sameValues(data, expected[i] as Float32Array));
      expectThat(
        same,
        `opened again ${when}, clip 0 has different features: key cached files by content, and verify what is read from them`,
      );
    } finally {
      await again.close();
    }
  };
  return {
    name: `opens again with the same content${cache === undefined ? '' : ', whether its cached files are intact, damaged or gone'}`,
    run: async () => {
      const expected = await read(dataset);
      await expectSame('with its cache', expected);
      if (cache === undefined) return;
      await cache.damage();
      await expectSame('with a damaged cache', expected);
      await cache.remove();
      await expectSame('without its cache', expected);
    },
  };
}

/** Everything a reader must do. The data set is opened first, to see what it has; the last check closes it. */
export async function datasetReaderChecks(reader: DatasetReader, { options = {} }: DatasetReaderCase = {}): Promise<Check[]> {
  if (!hasParts('dataset', reader)) return componentChecks('dataset', reader, () => []);
  const cache = await temporaryCache();
  const parsed = reader.options.parse(options);
  const open = () => reader.open(parsed, { cacheDir: cache?.path ?? '' });
  const dataset = await open();
  const opened: Opened = { dataset, cache, open, split: Object.keys(dataset.splits)[0] ?? '' };
  const close: Check = {
    name: 'closes',
    run: async () => {
      await dataset.close();
      await cache?.remove();
    },
  };
  const labels = await labelChecks(dataset, (split) => modalitiesOf(dataset, split));
  return componentChecks('dataset', reader, () => [
    extentCheck(opened),
    ...readingChecks(opened),
    ...(dataset.lengths === undefined ? [] : [endCheck(opened)]),
    ...labels,
    ...(dataset.pictures === undefined ? [] : [pictureCheck(dataset, dataset.pictures)]),
    ...(dataset.media === undefined ? [] : [mediaCheck(dataset, dataset.media.bind(dataset), (split) => modalitiesOf(dataset, split))]),
    ...sourceChecks(reader, parsed, opened),
    reopeningCheck(opened),
    close,
  ]);
}

/**
 * Registers {@link datasetReaderChecks} as tests. Await it, at the top level of the test file.
 *
 * @param runner default: the runner of the file, see {@link TestRunner}
 * @example await describeDatasetReader(aveReader, { options: { root: 'fixtures/ave' } });
 */
export function describeDatasetReader(reader: DatasetReader, testCase: DatasetReaderCase = {}, runner?: TestRunner): Promise<void> {
  return describeLaterChecks(`data set reader '${reader.name}'`, datasetReaderChecks(reader, testCase), runner);
}
