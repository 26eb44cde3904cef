import { join } from 'node:path';
import type { TrainingObserver, ValidationRecord } from '@cmg/core';
import { loadModel } from '../src/index.js';
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

const withVal = (val = 7) => memoryDataset({ featureShapes: FEATURE_SHAPES, splits: { val, other: 9 } });

/** Four steps an epoch. */
const run = (folder: string, training: object, more: FakeRunSettings = {}) =>
  fakeRun(folder, { dataset: withVal(), config: fakeConfig({ training }), ...more });

describe('validation', () => {
  it('changes nothing of the training, and leaves no tensor behind', () =>
    withFolder(async (folder) => {
      const before = liveTensors();
      const without = await run(join(folder, 'without'), { validation: { clips: 0 } });
      const within = await run(join(folder, 'with'), { validation: { every: 1 } });
      expect(timeless(within.records)).toEqual(timeless(without.records));
      expect(without.records.some(({ validation }) => validation)).toBe(false);
      expect(within.records.every(({ validation }) => validation)).toBe(true);
      const again = await run(join(folder, 'again'), { validation: { every: 1 } });
      expect(again.records.map(({ validation }) => validation)).toEqual(within.records.map(({ validation }) => validation));
      expect(liveTensors()).toBe(before);
    }));

  it('measures whole batches of the split val at the end of each epoch', () =>
    withFolder(async (folder) => {
      const { records } = await run(folder, {});
      expect(records.filter(({ validation }) => validation).map(({ step }) => step)).toEqual([4, 8]);
      const { split, clips, total, losses, retrieval, codes } = records[3]?.validation as ValidationRecord;
      expect({ split, clips }).toEqual({ split: 'val', clips: 6 });
      // (1 + 1/2 + ... + 1/6) / 6
      expect(retrieval?.chance).toBeCloseTo(0.408333, 6);
      expect(Object.keys(retrieval?.directions ?? {}).sort()).toEqual([
        'sight->sound',
        'sight->words',
        'sound->sight',
        'sound->words',
        'words->sight',
        'words->sound',
      ]);
      expect(Object.keys(codes.used)).toEqual(['sound', 'sight', 'words']);
      expect(Object.keys(losses)).toEqual(expect.arrayContaining(['reconstruction/sound', 'commitment/sight', 'inner-fit/words']));
      expect(total).toBeCloseTo(
        Object.values(losses).reduce((sum, loss) => sum + loss, 0),
        5,
      );
    }));

  it('takes the split and the number of clips that the config names, and none that is trained on or not there', () =>
    withFolder(async (folder) => {
      const { records } = await run(join(folder, 'other'), { validation: { split: 'other', clips: 2 } });
      expect(records[3]?.validation).toMatchObject({ split: 'other', clips: 2 });
      const none = await fakeRun(join(folder, 'none'));
      expect(none.records.some(({ validation }) => validation)).toBe(false);
      await expect(run(folder, { validation: { split: 'train' } })).rejects.toThrow("training.validation.split: 'train' is trained on");
      await expect(run(folder, { validation: { split: 'vall' } })).rejects.toMatchObject({
        message: expect.stringContaining("the data set has no split 'vall'"),
        hint: expect.stringContaining('The data has: train, val, other.'),
      });
    }));

  it('takes one of the clips that share a recording', () =>
    withFolder(async (folder) => {
      const dataset = {
        ...withVal(8),
        recordings: (_: string, m: string) => (m === 'words' ? undefined : Int32Array.of(0, 0, 0, 1, 1, 2, 2, 2)),
      };
      const { records } = await run(folder, {}, { dataset });
      expect(records[3]?.validation?.clips).toBe(3);
    }));

  it('leaves a split aside that lacks a modality, unless it is named', () =>
    withFolder(async (folder) => {
      const dataset = { ...withVal(), splitModalities: { train: ['sound', 'sight', 'words'], val: ['sound', 'sight'] } };
      expect((await run(join(folder, 'a'), {}, { dataset })).records.some(({ validation }) => validation)).toBe(false);
      await expect(run(folder, { validation: { split: 'val' } }, { dataset })).rejects.toThrow("the split 'val' has no words");
    }));
});

describe('the best checkpoint', () => {
  const keep = { last: 1, best: 'loss' };

  /** Steps and values of a term in the order of the validations. */
  const totals = ({ records }: Awaited<ReturnType<typeof run>>) =>
    records.flatMap(({ step, validation }) => (validation ? [{ step, total: validation.total }] : []));

  it('is kept, and read unless another is asked for', () =>
    withFolder(async (folder) => {
      const training = { keep: { last: 1, best: 'retrieval' }, validation: { every: 1 } };
      const { records } = await run(folder, { epochs: 4, ...training });
      const all = records.map(({ step, validation }) => ({ step, value: validation?.retrieval?.mean ?? NaN }));
      // The features are noise: held-out pairs are found by chance, at one step more than at another.
      const best = all.reduce((most, one) => (one.value > most.value ? one : most));
      expect(best.step).toBeLessThan(16);
      const stepOf = async (choice?: 'last' | 'best') => {
        const { model, info } = await loadModel(folder, fakeComponents(), undefined, choice);
        model.dispose();
        return info;
      };
      expect((await stepOf()).step).toBe(best.step);
      expect((await stepOf('best')).best).toEqual({ retrieval: { ...best, since: 0 } });
      expect((await stepOf('last')).step).toBe(16);
      expect((await stepOf('last')).best).toEqual({ retrieval: { ...best, since: 16 - best.step } });
      // It goes when it is no longer wanted.
      await run(folder, { ...training, epochs: 5, keep: { last: 1 } }, { resume: true });
      expect((await stepOf()).step).toBe(20);
    }));

  it('ends a run that does not improve, in one sitting or two', () =>
    withFolder(async (folder) => {
      const training = { epochs: 9, learningRate: 0.3, keep, validation: { every: 3 }, earlyStop: { by: 'loss', patience: 2 } };
      const notes: string[] = [];
      const listener: TrainingObserver = { onNote: (note) => void notes.push(note) };
      const straight = await run(join(folder, 'straight'), training, { observers: [listener] });
      expect(straight.outcome).toBe('finished');
      const all = totals(straight);
      const best = all.reduce((least, one) => (one.total < least.total ? one : least));
      expect(all.at(-1)?.step).toBe(best.step + 6);
      expect(straight.records.at(-1)?.step).toBe(best.step + 6);
      expect(best.step + 6).toBeLessThan(36);
      expect(notes.at(-1)).toBe(
        `stopped early: loss has not been better than ${best.total.toPrecision(3)}, of step ${best.step}, for 2 validations`,
      );
      const controller = new AbortController();
      const stop: TrainingObserver = {
        onStep: ({ step }) => {
          if (step === best.step + 4) controller.abort();
        },
      };
      const first = await run(join(folder, 'two'), training, { observers: [stop], signal: controller.signal });
      const rest = await run(join(folder, 'two'), training, { resume: true });
      expect(timeless([...first.records, ...rest.records])).toEqual(timeless(straight.records));
      const nothing = await run(join(folder, 'two'), training, { resume: true });
      expect(nothing).toEqual({ outcome: 'finished', records: [] });
    }));

  it('needs clips to validate on', () =>
    withFolder(async (folder) => {
      const config = fakeConfig({ training: { keep } });
      await expect(fakeRun(folder, { config })).rejects.toMatchObject({
        message: expect.stringContaining("nothing tells 'loss': there are no clips to validate on"),
        kind: 'usage',
      });
      expect(() => fakeConfig({ training: { keep: { best: 'retreival' } } })).toThrow(
        "nothing is called 'retreival'; validation tells: retrieval, loss, reconstruction, commitment, inner-fit, code-reset",
      );
    }));
});
