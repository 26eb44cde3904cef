import { join } from 'node:path';
import { readFile, rm } from 'node:fs/promises';
import type { ObjectiveFactory, TrainingObserver } from '@cmg/core';
import * as tf from '@tensorflow/tfjs';
import { z } from 'zod';
import { dataShapes, loadModel, readCheckpoint, RunFolder } from '../src/index.js';
import {
  fakeComponents,
  fakeConfig,
  fakeRun,
  type FakeRunSettings,
  FEATURE_SHAPES,
  liveTensors,
  timeless,
  withFolder,
} from './support/fake-run.js';
import { memoryDataset } from './support/memory-dataset.js';

/** Tensors of a run's last checkpoint by their names. */
async function tensorsOf(folder: string): Promise<Record<string, number[]>> {
  const { tensors } = await readCheckpoint(new RunFolder(folder).checkpoint);
  return Object.fromEntries([...tensors].map(([name, { data }]) => [name, Array.from(data)]));
}

/** What observers are told in words. */
function withNotes(): { notes: string[]; observers: TrainingObserver[] } {
  const notes: string[] = [];
  return { notes, observers: [{ onNote: (note) => void notes.push(note) }] };
}

/** A run of sound and sight in `folder/pair`. */
const trainPair = (folder: string, overrides: object = {}) =>
  fakeRun(join(folder, 'pair'), { config: fakeConfig({ modalities: ['sound', 'sight'], ...overrides }) });

/** Words join it by pairs of sound and words. */
const joined = (folder: string, overrides: Record<string, unknown> = {}) => {
  const { training, ...others } = overrides as { training?: object };
  return fakeConfig({
    init: { run: join(folder, 'pair') },
    freeze: ['codebook', 'modalities.sound', 'modalities.sight'],
    training: { modalities: ['sound', 'words'], ...training },
    ...others,
  });
};

const frozenNames = (names: readonly string[]) =>
  names.filter((name) => /^(codebook|parameters\/(encoder|decoder)\/(sound|sight))\//.test(name));

describe('a warm start', () => {
  it('takes what has the same path, and the codes; all else begins as in a run of its own', () =>
    withFolder(async (folder) => {
      await trainPair(folder);
      const config = (init?: object) => fakeConfig({ ...(init && { init }), training: { epochs: 1, learningRate: 1e-30 } });
      const { notes, observers } = withNotes();
      await fakeRun(join(folder, 'warm'), { config: config({ run: join(folder, 'pair') }), observers });
      await fakeRun(join(folder, 'cold'), { config: config() });
      const [pair, warm, cold] = await Promise.all(['pair', 'warm', 'cold'].map((name) => tensorsOf(join(folder, name))));
      const weights = Object.keys(warm ?? {}).filter((name) => name.startsWith('parameters/') && !name.includes('inner-fit'));
      expect(weights).toHaveLength(26);
      for (const name of weights) expect([name, warm?.[name]]).toEqual([name, (name.includes('words') ? cold : pair)?.[name]]);
      expect(notes[0]).toBe(
        `starts from ${join(folder, 'pair')}, step 8: 20 of 32 weights and the codes; these begin anew: front-end, encoder/words, decoder/words, inner-fit/words`,
      );
      const { info } = await readCheckpoint(new RunFolder(join(folder, 'warm')).checkpoint);
      expect(info.config.init).toEqual({ run: join(folder, 'pair') });
    }));

  it('starts from the checkpoint that is asked for, and from averages where the run has them', () =>
    withFolder(async (folder) => {
      await trainPair(folder, { training: { keep: { last: 3 }, averageWeights: {} } });
      const name = 'encoder/sound/semantic/affine/weight';
      const saved = async (step: number) => {
        const { tensors } = await readCheckpoint(new RunFolder(join(folder, 'pair')).stepFile(step));
        return Array.from(tensors.get(`average/${name}`)?.data ?? []);
      };
      for (const step of [4, 8]) {
        const run = join(folder, `from-${step}`);
        const init = { run: join(folder, 'pair'), ...(step === 4 && { step }) };
        await fakeRun(run, { config: fakeConfig({ init, training: { epochs: 1, learningRate: 1e-30, averageWeights: {} } }) });
        const tensors = await tensorsOf(run);
        expect(tensors[`parameters/${name}`]).toEqual(await saved(step));
        tensors[`average/${name}`]?.forEach((value, i) => expect(value).toBeCloseTo(tensors[`parameters/${name}`]?.[i] as number, 6));
      }
      const none = fakeConfig({ init: { run: join(folder, 'pair'), step: 5 } });
      await expect(fakeRun(join(folder, 'none'), { config: none })).rejects.toThrow('the run keeps no checkpoint of step 5');
    }));

  it('names a tensor of another shape, changes nothing then, and leaves codes of another kind', () =>
    withFolder(async (folder) => {
      await trainPair(folder);
      const file = join(folder, 'pair/checkpoint.safetensors');
      const start = (name: string, overrides: object, more: FakeRunSettings = {}) =>
        fakeRun(join(folder, name), { config: fakeConfig({ init: { run: join(folder, 'pair') }, ...overrides }), ...more });
      const live = liveTensors();
      await expect(start('a', { modalities: ['sound', { use: 'sight', specificWidth: 2 }] })).rejects.toThrow(
        `${file}: 'parameters/encoder/sight/specific/affine/weight': has shape [7, 4], the model needs [7, 2]`,
      );
      await expect(start('b', { codebook: { size: 9 } })).rejects.toThrow(
        `${file}: 'codebook/embedding': has shape [8, 6], the model needs [9, 6]`,
      );
      await expect(start('c', { modalities: ['words'], objectives: ['reconstruction'] })).rejects.toThrow(
        'no weight of that run has the name of one of this config\n  It has: sound, sight.',
      );
      await expect(start('d', { init: { run: join(folder, 'nothing') } })).rejects.toThrow('there is no trained run in this folder');
      expect(liveTensors()).toBe(live);
      const { notes, observers } = withNotes();
      await start('e', { codebook: { use: 'residual', size: 9 } }, { observers });
      expect(notes[0]).toMatch(/20 of 32 weights; these begin anew: front-end, .*, codebook$/);
    }));

  it('lets a teacher begin as its encoders do', () =>
    withFolder(async (folder) => {
      await trainPair(folder);
      const taught: ObjectiveFactory = {
        name: 'taught',
        description: 'for tests',
        options: z.strictObject({}),
        create: (_options, build) => {
          build.createTeacher(build.parameters);
          return {};
        },
      };
      const components = fakeComponents([taught]);
      const overrides = { init: { run: join(folder, 'pair') }, objectives: ['reconstruction', 'taught'], training: { epochs: 1 } };
      await fakeRun(join(folder, 'taught'), { components, config: fakeConfig(overrides, components) });
      const [pair, now] = await Promise.all(['pair', 'taught'].map((name) => tensorsOf(join(folder, name))));
      const path = 'encoder/sight/semantic/affine/weight';
      expect(now?.[`parameters/taught/teacher/${path}`]).toEqual(pair?.[`parameters/${path}`]);
    }));

  it('is not needed any more when the run goes on', () =>
    withFolder(async (folder) => {
      await trainPair(folder);
      const controller = new AbortController();
      const observer: TrainingObserver = {
        onStep: ({ step }) => {
          if (step === 3) controller.abort();
        },
      };
      const straight = await fakeRun(join(folder, 'straight'), { config: joined(folder) });
      const first = await fakeRun(join(folder, 'stopped'), { config: joined(folder), observers: [observer], signal: controller.signal });
      await rm(join(folder, 'pair'), { recursive: true });
      const { notes, observers } = withNotes();
      const rest = await fakeRun(join(folder, 'stopped'), { config: joined(folder), resume: true, observers });
      expect(timeless([...first.records, ...rest.records])).toEqual(timeless(straight.records));
      expect(notes.filter((note) => note.startsWith('starts from'))).toEqual([]);
    }));
});

describe('what is frozen', () => {
  it.each(['never', 'always'])('stays bit for bit, in weights and codes, and has no state of an optimiser: compile %s', (compile) =>
    withFolder(async (folder) => {
      await trainPair(folder);
      const dataset = memoryDataset({ featureShapes: FEATURE_SHAPES });
      const before = liveTensors();
      await fakeRun(join(folder, 'all'), {
        config: joined(folder, { training: { compile, weightDecay: 0.1, averageWeights: {} } }),
        dataset,
      });
      expect(liveTensors()).toBe(before);
      expect(dataset.reads.some((read) => read.includes('/sight/'))).toBe(false);
      const [pair, all] = await Promise.all(['pair', 'all'].map((name) => tensorsOf(join(folder, name))));
      const names = frozenNames(Object.keys(all ?? {}));
      expect(names).toHaveLength(20);
      for (const name of names.filter((one) => one !== 'codebook/sinceUse')) expect([name, all?.[name]]).toEqual([name, pair?.[name]]);
      expect(all?.['codebook/sinceUse']).toEqual([...(pair?.['codebook/sinceUse'] ?? []), ...Array<number>(8).fill(-1)]);
      const others = Object.keys(all ?? {}).filter((name) => /^(optimizer|average)/.test(name));
      expect(others.filter((name) => name.includes('words')).length).toBeGreaterThan(0);
      expect(others.filter((name) => /(encoder|decoder)\/(sound|sight)/.test(name))).toEqual([]);
    }),
  );

  it('gives the codes that the other run gives, and is told by words that learn them', () =>
    withFolder(async (folder) => {
      await trainPair(folder);
      const { records } = await fakeRun(join(folder, 'all'), { config: joined(folder) });
      expect(Object.keys(records[0]?.losses ?? {}).sort()).toEqual(
        ['commitment', 'inner-fit', 'reconstruction'].flatMap((name) => [`${name}/sound`, `${name}/words`]),
      );
      expect(Object.keys(records[0]?.codes.used ?? {})).toEqual(['sound', 'words']);
      const models = await Promise.all(['pair', 'all'].map((name) => loadModel(join(folder, name), fakeComponents())));
      const { data, shape } = await memoryDataset({ featureShapes: FEATURE_SHAPES }).read('train', 'sight', [0, 1, 2, 3]);
      const [alone, among] = models.map(({ model }) =>
        tf.tidy(() => Array.from(model.encode('sight', tf.tensor(data, [...shape])).indices.dataSync())),
      );
      expect(among).toEqual(alone);
      for (const { model } of models) model.dispose();
    }));

  it('runs in inference mode: a frozen encoder drops nothing', () =>
    withFolder(async (folder) => {
      await trainPair(folder);
      const config = joined(folder, { objectives: ['commitment'], training: { epochs: 1, batchSize: 12 } });
      const once = await fakeRun(join(folder, 'a'), { config });
      const again = await fakeRun(join(folder, 'b'), { config: { ...config, seed: 5 } });
      const of = ({ records }: typeof once, m: string) => records[0]?.losses[`commitment/${m}`] as number;
      expect(of(again, 'sound')).toBeCloseTo(of(once, 'sound'), 6);
      expect(of(again, 'words')).not.toBeCloseTo(of(once, 'words'), 3);
    }));

  it('may be missing from the data', () =>
    withFolder(async (folder) => {
      await trainPair(folder);
      const { sight: _, ...featureShapes } = FEATURE_SHAPES;
      const dataset = memoryDataset({ featureShapes });
      const run = join(folder, 'all');
      const config = joined(folder);
      const shapes = await dataShapes(config, dataset, run);
      expect(shapes).toEqual({ segments: 3, featureShapes: FEATURE_SHAPES });
      await fakeRun(run, { config, dataset, shapes });
      await rm(join(folder, 'pair'), { recursive: true });
      expect(await dataShapes(config, dataset, run)).toEqual(shapes);
      expect((await readCheckpoint(new RunFolder(run).checkpoint)).info.data.featureShapes).toEqual(FEATURE_SHAPES);
    }));

  it('must be what the other run has', () =>
    withFolder(async (folder) => {
      await trainPair(folder);
      const start = (name: string, overrides: Record<string, unknown>) =>
        fakeRun(join(folder, name), { config: joined(folder, overrides) });
      await expect(
        start('a', {
          modalities: ['sound', { use: 'sight', context: 'none', featureDropout: 0.5 }, 'words'],
          codebook: { size: 8, distance: 'cosine' },
        }),
      ).rejects.toThrow(
        [
          'what is frozen must be what that run has:',
          '  codebook.distance: "euclidean" in that run, "cosine" in the config',
          '  modalities.sight.context: "clip" in that run, "none" in the config',
          '  Put these back',
        ].join('\n'),
      );
      const other = fakeConfig({ init: { run: join(folder, 'pair') }, freeze: ['modalities.words'] });
      await expect(fakeRun(join(folder, 'b'), { config: other })).rejects.toThrow(
        'modalities.words: nothing in that run, words in the config',
      );
    }));

  it('is recorded with the run', () =>
    withFolder(async (folder) => {
      await trainPair(folder);
      await fakeRun(join(folder, 'all'), { config: joined(folder) });
      const text = await readFile(join(folder, 'all/config.yaml'), 'utf8');
      expect(text).toContain('freeze:\n  - codebook\n  - modalities.sound\n  - modalities.sight\n');
      const thawed = fakeRun(join(folder, 'all'), { config: joined(folder, { freeze: ['codebook', 'modalities.sight'] }), resume: true });
      await expect(thawed).rejects.toThrow('freeze[1]: "modalities.sound" in the checkpoint, "modalities.sight" in the config');
    }));
});
