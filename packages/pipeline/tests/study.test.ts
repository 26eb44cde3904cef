import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { loadStudy } from '@cmg/config';
import { encodeNpy } from '@cmg/formats';
import { createComponents, planStudy, study, type StudyEvent } from '../src/index.js';
import { readyMadeStudies } from '../src/ready-made-configs.js';

const TINY = [
  'width=8',
  'codebook.size=8',
  'training={steps: 2, batchSize: 3, logEvery: 1}',
  'modalities.*.layers=1',
  'modalities.*.feedForward=8',
  'modalities.*.specificWidth=8',
  'tasks=[{use: classification, epochs: 1, hidden: 8}]',
];

/** Features of 12 clips to train on and 4 of each other split, as `cmg extract` writes them. */
async function writeFolder(root: string, { channels = 16, testLabels = true } = {}): Promise<void> {
  await mkdir(root);
  const lines = ['id,split,label,audio,video'];
  const splits = [...Array<string>(12).fill('train'), ...Array<string>(4).fill('val'), ...Array<string>(4).fill('test')];
  for (const [clip, split] of splits.entries()) {
    for (const [name, shape] of [['audio', [10, 128]] as const, ['video', [10, 7, 7, channels]] as const]) {
      const data = Float32Array.from({ length: shape.reduce((a, b) => a * b, 1) }, (_, i) => Math.sin(i * (1 + (clip % 2)) + clip));
      await writeFile(join(root, `${name}-${clip}.npy`), Buffer.concat(encodeNpy({ shape, data })));
    }
    const label = split === 'test' && !testLabels ? '' : ['bell', 'rain'][clip % 2];
    lines.push(`clip-${clip},${split},${label},audio-${clip}.npy,video-${clip}.npy`);
  }
  await writeFile(join(root, 'manifest.csv'), lines.join('\n'));
}

describe('study', () => {
  let folder: string;
  beforeAll(async () => void (folder = await mkdtemp(join(tmpdir(), 'cmg-studies-'))));
  afterAll(() => rm(folder, { recursive: true }));

  it.each([
    ['ave', 60, () => Promise.resolve(fileURLToPath(new URL('../../datasets/tests/fixtures/ave', import.meta.url)))],
    [
      'folder-uni-code',
      40,
      async () => {
        await writeFolder(join(folder, 'clips'));
        return join(folder, 'clips');
      },
    ],
  ])('trains and tries each row of the first table on %s, and none twice', async (base, heldOut, dataOf) => {
    const components = createComponents();
    const set = [...TINY, `data.root=${await dataOf()}`];
    const { rows } = await loadStudy('table1', components, { studies: readyMadeStudies(), base, set });
    const options = { components, seeds: [0], folder: join(folder, base), standardObservers: [] };
    const result = await study(rows, options);
    expect(result).toMatchObject({ outcome: 'finished', failures: [] });
    expect(result.rows.map(({ label, runs }) => [label, runs.map(({ transfer }) => transfer.length)])).toEqual(
      rows.map(({ label }) => [label, [4]]),
    );
    const segmentsOf = (counts: readonly number[]) => counts.reduce((sum, count) => sum + count, 0);
    expect(result.rows.map(({ runs }) => Object.values(runs[0]?.codes.counts ?? {}).map(segmentsOf))).toEqual(
      rows.map(() => [heldOut, heldOut]),
    );
    const shown = result.rows.map(({ runs }) => runs[0]?.segments);
    expect(shown.every((segments) => new Set(segments?.sample.modalities).size === 2)).toBe(true);
    expect(shown.map((segments) => segments?.codeClasses.length)).toEqual(rows.map(() => 8));
    const events: StudyEvent[] = [];
    await study(rows, { ...options, onEvent: (event) => events.push(event) });
    expect(events).toEqual([{ kind: 'planned', cells: 12, finished: 12 }]);
    expect((await planStudy(rows, { ...options, seeds: [0, 1] })).map(({ state }) => state.kind)).toEqual([
      ...rows.map(() => 'finished'),
      ...rows.map(() => 'new'),
    ]);
  });

  it('tries codes on the data and tasks of other configs, anew where those change', async () => {
    await writeFolder(join(folder, 'trained'), { channels: 512 });
    await writeFile(
      join(folder, 'two.yaml'),
      `name: two\nbase: folder-uni-code\nrows: [{name: A, without: [club]}]\nset: {tasks: [], ${TINY.slice(0, -1)
        .map((line) => line.replace('=', ': '))
        .join(', ')}}\n`,
    );
    const root = fileURLToPath(new URL('../../datasets/tests/fixtures/ave', import.meta.url));
    const other = async (name: string, tasks: string) => {
      const file = join(folder, `${name}.yaml`);
      await writeFile(file, `extends: ave\nname: ${name}\ndata: {use: ave, root: ${root}}\ntasks: ${tasks}\n`);
      return file;
    };
    const [first, second] = [
      await other('first', '[{use: classification, epochs: 1}]'),
      await other('second', '[{use: localisation, epochs: 1}, {use: classification, epochs: 1, trainSplit: val}]'),
    ];
    const components = createComponents();
    const load = async (...evaluate: string[]) => {
      const { rows, evaluations } = await loadStudy(join(folder, 'two.yaml'), components, {
        evaluate,
        set: [`data.root=${join(folder, 'trained')}`],
      });
      return rows.map((row) => ({ ...row, evaluations: evaluations.map(({ config }) => config) }));
    };
    const options = { components, seeds: [0], folder: join(folder, 'two'), standardObservers: [] };
    const { rows, failures } = await study(await load(first, second), options);
    expect(failures).toEqual([]);
    const [run] = rows[0]?.runs ?? [];
    const directions = run?.transfer.map(({ task, from, to }) => `${task}, ${from} to ${to}`) ?? [];
    expect(new Set(directions.map((text) => text.split(',')[0]))).toEqual(
      new Set(['first: classification', 'second: localisation', 'second: classification']),
    );
    expect(directions).toHaveLength(12);
    expect(new Set(run?.probes.map(({ task }) => task))).toEqual(new Set(['first: classification', 'second: classification']));
    expect(run?.transfer[0]?.classes).toHaveLength(28);
    const state = async (...evaluate: string[]) => (await planStudy(await load(...evaluate), options)).map(({ state: { kind } }) => kind);
    expect(await state(first, second)).toEqual(['finished']);
    expect(await state(first)).toEqual(['unfinished']);
  });

  it('tells of which config data are missing or do not fit, the former before anything is trained', async () => {
    await writeFolder(join(folder, 'plain'));
    const root = (file: string) => `data: {use: folder, root: ${join(folder, file)}}`;
    const configs = [
      ['base', `extends: folder-uni-code\n${root('plain')}`],
      ['absent', `extends: folder-uni-code\nname: absent\n${root('nowhere')}`],
      ['unfit', `extends: folder-uni-code\nname: unfit\n${root('plain')}\ntasks: [{use: classification, testSplit: other}]`],
    ] as const;
    const file = (name: string) => join(folder, `${name}-config.yaml`);
    for (const [name, text] of configs) await writeFile(file(name), text);
    await writeFile(join(folder, 'missing.yaml'), `name: missing\nbase: ${file('base')}\nrows: [{name: A, without: [club]}]\n`);
    const components = createComponents();
    const failure = async (...evaluate: string[]) => {
      const loaded = await loadStudy(join(folder, 'missing.yaml'), components, { evaluate: evaluate.map(file), set: TINY.slice(0, -1) });
      const rows = loaded.rows.map((row) => ({ ...row, evaluations: loaded.evaluations.map(({ config }) => config) }));
      const out = join(folder, 'missing');
      const { failures } = await study(rows, { components, seeds: [0], folder: out, standardObservers: [] });
      return { message: failures[0]?.error.message, begun: existsSync(join(out, 'cells')) };
    };
    expect(await failure('absent')).toEqual({
      message: expect.stringContaining(`evaluate absent: ${join(folder, 'nowhere')}`),
      begun: false,
    });
    expect(await failure('unfit')).toMatchObject({
      message: expect.stringContaining("evaluate unfit: there is no split 'other'"),
      begun: true,
    });
  });

  it('needs no labels of test clips for tasks that need none', async () => {
    await writeFolder(join(folder, 'half'), { testLabels: false });
    await writeFile(join(folder, 'half.yaml'), 'name: half\nbase: folder-uni-code\nrows: [{name: A, without: [club]}]\n');
    const components = createComponents();
    const set = [...TINY.slice(0, -1), 'tasks=[{use: retrieval, epochs: 1}]', `data.root=${join(folder, 'half')}`];
    const { rows } = await loadStudy(join(folder, 'half.yaml'), components, { set });
    const result = await study(rows, { components, seeds: [0], folder: join(folder, 'half-runs'), standardObservers: [] });
    expect(result.failures).toEqual([]);
    const [run] = result.rows[0]?.runs ?? [];
    expect(run?.transfer).toHaveLength(4);
    expect(run?.segments).toMatchObject({ classes: [], codeClasses: [] });
  });
});
