import type { TrainingObserver, TrainingRecord, TrainingStart } from '@cmg/core';
import { TrainingAdvice } from '../src/training/training-advice.js';
import { fakeConfig, fakeRun, FEATURE_SHAPES, withFolder } from './support/fake-run.js';
import { memoryDataset } from './support/memory-dataset.js';
import { record, start } from './support/record.js';

const run = (overrides: Partial<TrainingStart> = {}): TrainingStart => ({ ...start(), totalSteps: 1000, codes: 128, ...overrides });

const epoch = (number: number, changes: Partial<TrainingRecord> = {}): TrainingRecord => ({
  ...record(50 * number),
  epoch: number,
  codes: { used: { sound: 90, sight: 71 }, usedByAny: 100, usedByAll: 57, shared: 0.57, perplexity: { sound: 60, sight: 40 } },
  ...changes,
});

const unused = (used: Record<string, number>, usedByAll: number) => ({ used, usedByAny: 90, usedByAll, shared: 0, perplexity: {} });

const validated = (number: number, mean: number, total: number) =>
  epoch(number, {
    total,
    validation: {
      split: 'val',
      clips: 240,
      total: 1,
      losses: {},
      retrieval: { mean, chance: 0.025, directions: {} },
      codes: epoch(1).codes,
    },
  });

describe('TrainingAdvice', () => {
  it('has nothing to say of a run that is well', () => {
    const advice = new TrainingAdvice(run());
    expect(advice.atStart()).toEqual([]);
    expect([1, 2, 3].flatMap((n) => advice.atEpoch(epoch(n)))).toEqual([]);
  });

  it('tells of too few steps, and of a batch that is most of the split', () => {
    const config = fakeConfig({ training: { batchSize: 80 } });
    expect(new TrainingAdvice(run({ config, clips: 100, totalSteps: 24 })).atStart()).toEqual([
      '24 steps are few to learn shared codes from nothing: raise training.epochs (or steps), or lower training.batchSize; 300 steps are a start',
      "a batch of 80 is more than half of the 100 clips of 'train', so 20 of them are left out of each epoch: set training.batchSize to 25",
    ]);
    expect(new TrainingAdvice(run({ config, clips: 80 })).atStart()[0]).toContain(
      'so each step compares the same clips: set training.batchSize to 20',
    );
    expect(new TrainingAdvice(run({ config, clips: 160 })).atStart()).toEqual([]);
  });

  it('tells once of a modality on a handful of codes, from the second epoch on', () => {
    const advice = new TrainingAdvice(run());
    const codes = unused({ sound: 90, sight: 5 }, 3);
    expect(advice.atEpoch(epoch(1, { codes }))).toEqual([]);
    expect(advice.atEpoch(epoch(2, { codes }))).toEqual([
      'sight uses 5 of 128 codes: add code-reset to the objectives, or see by cmg probe whether its features tell clips apart',
    ]);
    expect(advice.atEpoch(epoch(3, { codes }))).toEqual([]);
    expect(new TrainingAdvice(run({ codes: 16 })).atEpoch(epoch(2, { codes }))).toEqual([]);
    expect(new TrainingAdvice(run({ totalSteps: 50 })).atEpoch(epoch(1, { codes }))).toHaveLength(1);
  });

  it('tells that nothing is shared, unless there is one modality', () => {
    expect(new TrainingAdvice(run()).atEpoch(epoch(2, { codes: unused({ sound: 50, sight: 40 }, 0) }))).toEqual([
      expect.stringContaining('no code is shared by sound, sight: train longer, add an objective that brings modalities together'),
    ]);
    expect(new TrainingAdvice(run()).atEpoch(epoch(2, { codes: unused({ sound: 50 }, 0) }))).toEqual([]);
  });

  it('tells that pairs are learnt by heart: the loss falls, held-out retrieval has fallen for three validations', () => {
    const told = (...means: [mean: number, total: number][]) => {
      const advice = new TrainingAdvice(run());
      return means.map(([mean, total], i) => advice.atEpoch(validated(i + 1, mean, total)).length);
    };
    expect(told([0.3, 5], [0.5, 4], [0.4, 3], [0.35, 2.5], [0.3, 2], [0.2, 1])).toEqual([0, 0, 0, 0, 1, 0]);
    expect(told([0.3, 5], [0.5, 4], [0.45, 3], [0.45, 2.5], [0.45, 2], [0.45, 1])).toEqual([0, 0, 0, 0, 0, 0]);
    expect(told([0.5, 4], [0.3, 5], [0.3, 5], [0.3, 5], [0.3, 5])).toEqual([0, 0, 0, 0, 0]);
    // One that is no better is no new best.
    expect(told([0.5, 4], [0.5, 3.5], [0.3, 3], [0.3, 2])).toEqual([0, 0, 0, 1]);
    const advice = new TrainingAdvice(run());
    for (const [i, mean] of [0.5, 0.3, 0.3].entries()) advice.atEpoch(validated(i + 1, mean, 4 - i));
    expect(advice.atEpoch(validated(4, 0.3, 1))[0]).toContain('retrieval of held-out pairs fell from 0.500 in epoch 1 to 0.300');
  });

  it('is told to observers at the start and at the end of epochs', () =>
    withFolder(async (folder) => {
      let step = 0;
      const notes: [number, string][] = [];
      const observer: TrainingObserver = {
        onStep: (done) => void (step = done.step),
        onNote: (note) => void notes.push([step, note.split(/:| to /)[0] as string]),
      };
      // Three clips of one segment are three codes.
      const dataset = memoryDataset({ featureShapes: FEATURE_SHAPES, segments: 1 });
      await fakeRun(folder, {
        dataset,
        config: fakeConfig({ codebook: { size: 32 }, training: { epochs: 3, logEvery: 3 } }),
        observers: [observer],
      });
      expect(notes).toEqual([
        [0, '12 steps are few'],
        [8, 'sound uses 5 of 32 codes'],
        [8, 'sight uses 5 of 32 codes'],
        [8, 'words uses 2 of 32 codes'],
      ]);
    }));
});
