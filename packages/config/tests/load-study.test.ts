import { join } from 'node:path';
import type { CmgError } from '@cmg/core';
import { loadStudy, type LoadStudyOptions } from '../src/index.js';
import { fakeComponents } from './support/components.js';
import { Folder } from './support/folder.js';

const BASE = `name: base
data: digits
modalities: [audio, video]
objectives: [reconstruction, {use: club, steps: 3}, cmcm]
tasks: [classification]
`;

describe('loadStudy', () => {
  let folder: Folder;
  let base: string;
  beforeAll(async () => {
    folder = await Folder.make();
    base = await folder.write('base.yaml', BASE);
  });
  afterAll(() => folder.remove());

  const load = async (text: string, options?: LoadStudyOptions) => {
    const file = await folder.write('study.yaml', text);
    return loadStudy(file, { ...fakeComponents(), configs: new Map([['base', base]]) }, options);
  };
  const message = (text: string, options?: LoadStudyOptions): Promise<string> =>
    load(text, options).then(
      () => 'no error',
      (error: CmgError) => error.message.replaceAll(`${folder.path}/`, ''),
    );

  it('gives a config per row: the base, the changes of the study, of the row, then of the options', async () => {
    await folder.write('other.yaml', 'extends: base.yaml\nname: other\nseed: 9\nwidth: 64\n');
    const { rows, ...rest } = await load(
      `name: mine
base: base
seeds: 2
set: {training.epochs: 7}
rows:
  - {name: Baseline, without: &plain [club, cmcm]}
  - {name: "Other + CLUB", config: ./other.yaml, without: [cmcm], set: {objectives.club.weight: 2}}
  - {name: Full model, set: {modalities.*.context: none, width: 32}}
`,
      { set: ['seed=5'] },
    );
    expect(rest).toEqual({
      name: 'mine',
      title: undefined,
      summary: undefined,
      seeds: 2,
      reference: 'Full model',
      evaluations: [],
      published: [],
    });
    expect(rows.map(({ label, config }) => [label, config.name, config.width, config.seed, config.training.epochs])).toEqual([
      ['Baseline', 'baseline', 256, 5, 7],
      ['Other + CLUB', 'other-club', 64, 5, 7],
      ['Full model', 'full-model', 32, 5, 7],
    ]);
    expect(rows.map(({ config }) => config.objectives.map(({ use, weight }) => `${use} ${weight}`))).toEqual([
      ['reconstruction 1'],
      ['reconstruction 1', 'club 2'],
      ['reconstruction 1', 'club 1', 'cmcm 1'],
    ]);
    expect(rows.map(({ config }) => config.modalities.map(({ context }) => context))).toEqual([
      ['clip', 'clip'],
      ['clip', 'clip'],
      ['none', 'none'],
    ]);
  });

  it('takes another base, relative to the current folder', async () => {
    await folder.write('wide.yaml', 'extends: base.yaml\nname: wide\nwidth: 8\n');
    const text = 'name: mine\nbase: base\nreference: A\nrows: [{name: A}, {name: B, set: {width: 16}}]\n';
    const { rows, reference } = await load(text, { base: join(folder.path, 'wide.yaml') });
    expect(rows.map(({ config }) => config.width)).toEqual([8, 16]);
    expect(reference).toBe('A');
    expect(await message(text, { base: 'nope' })).toBe(
      "--data nope: no ready-made config is called 'nope' (there are: base)\n  For a file of this name, say ./nope.",
    );
    expect(await message('name: m\nbase: base\nrows: [{name: A, config: base}]\n', { base: 'base' })).toBe(
      'study.yaml:3:18: config: --data would not change this row, which has a config of its own: leave `config` out',
    );
  });

  it('reads what codes are tried on, without the changes of rows, and the figures of its data', async () => {
    await folder.write('tried.yaml', 'extends: base.yaml\nname: tried\nwidth: 64\n');
    const figures = 'task: "tried: classification", directions: [[audio, video]], rows: {A: [4.5]}';
    const text = `name: mine
base: base
evaluate: [./tried.yaml]
set: {width: 32}
published:
  - {data: {use: digits}, modalities: [video, audio], ${figures}}
  - {data: {use: digits}, modalities: [audio], ${figures}}
  - {data: {use: digits, clips: 9}, modalities: [video, audio], ${figures}}
  - {data: {use: other}, modalities: [video, audio], ${figures}}
rows: [{name: A}]
`;
    const { evaluations, published, rows } = await load(text, { set: ['seed=9'] });
    expect(evaluations.map(({ config: { name, width } }) => [name, width])).toEqual([['tried', 64]]);
    expect(rows[0]?.config).toMatchObject({ width: 32, seed: 9 });
    expect(published).toEqual([
      {
        data: { use: 'digits' },
        modalities: ['video', 'audio'],
        task: 'tried: classification',
        directions: [['audio', 'video']],
        rows: { A: [4.5] },
      },
    ]);
    expect((await load(text, { base: join(folder.path, 'tried.yaml') })).published).toHaveLength(1); // by its data, not by its name
    const others = await load(text, { evaluate: ['base', join(folder.path, 'tried.yaml')] });
    expect(others.evaluations.map(({ config }) => config.name)).toEqual(['base', 'tried']);
    expect(await message(text, { evaluate: ['base', 'base'] })).toBe(
      "--evaluate base: evaluate: another config is called 'base' too: give it another name",
    );
    expect(await message(text.replace('tried.yaml', 'tired.yaml').replace('A: [4.5]', 'B: [4.5, 3]'))).toBe(
      [
        "study.yaml:3:12: evaluate: './tired.yaml' is missing",
        'study.yaml:6:123: published[0].rows.B: expected 1 figures, one for each direction; got 2',
        "study.yaml:6:123: published: no row is called 'B', did you mean 'A'? (there are: A)",
      ].join('\n'),
    );
  });

  it('takes a study by name, and says which there are', async () => {
    const file = await folder.write('study.yaml', 'name: mine\nbase: base\nrows: [{name: A}]\n');
    const components = { ...fakeComponents(), configs: new Map([['base', base]]) };
    const studies = new Map([['mine', file]]);
    expect((await loadStudy('mine', components, { studies })).name).toBe('mine');
    await expect(loadStudy('mime', components, { studies })).rejects.toThrow(
      "no ready-made study is called 'mime', did you mean 'mine'? (there are: mine)",
    );
  });

  it('lists every mistake once, with file, line and column', async () => {
    const text = await message(
      `name: my study
base: base
seeds: 0
reference: C
set: {training.epochz: 8}
row: 1
rows:
  - {name: A, without: [clubb], sett: {}}
  - {name: A, add: infonce}
  - {name: "a!"}
  - {name: "…", config: nope}
  - {set: {width: 1}}
  - name: B
    set:
      width: wide
      objectives.club.steps: many
`,
      { without: ['cmcm', 'infonce'] },
    );
    expect(text.split('\n')).toEqual([
      'study.yaml:1:1: name: use up to 100 letters, digits, dots, dashes and underscores, and not dots alone: it names a folder',
      'study.yaml:3:1: seeds: Too small: expected number to be >=1',
      "study.yaml:4:1: reference: no row is called 'C', did you mean 'A'? (there are: A, a!, …, B)",
      "study.yaml:5:7: training.epochz: unknown option, did you mean 'epochs'? (known: split, modalities, epochs, steps, batchSize, accumulate, learningRate, weightDecay, averageWeights, schedule, warmupSteps, milestones, gamma, clip, compile, logEvery, keep, validation, earlyStop)",
      "study.yaml:6:1: row: unknown option, did you mean 'rows'? (known: name, title, summary, base, seeds, evaluate, published, reference, set, without, add, rows)",
      "study.yaml:8:25: the config has no objective 'clubb', did you mean 'club'? (it has: reconstruction, club, cmcm)",
      "study.yaml:8:33: rows[0].sett: unknown option, did you mean 'set'? (known: name, config, set, without, add)",
      "study.yaml:9:6: name: 'A' is listed twice",
      'study.yaml:9:15: add: expected a list of components',
      "study.yaml:10:6: name: 'a!' has the same folder, 'a', as 'A'",
      "study.yaml:11:6: name: '…' has no letter a to z and no digit, and names a folder",
      "study.yaml:11:17: config: no ready-made config is called 'nope' (there are: base)",
      '  For a file of this name, say ./nope.',
      'study.yaml:12:5: rows[4].name: is missing: expected string',
      'study.yaml:15:7: width: Invalid input: expected number, received string',
      'study.yaml:16:7: objectives[1].steps: Invalid input: expected number, received string',
      "--without infonce: the config has no objective 'infonce' (it has: reconstruction, club) (in rows 'A', 'a!', 'B')",
    ]);
  });
});
