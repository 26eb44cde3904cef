import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { TrainingObserver, TrainingStart } from '@cmg/core';
import { fakeModality } from './support/fake-modality.js';
import { codebookSpy, faulty } from './support/fake-objectives.js';
import { fakeComponents, fakeConfig, fakeRun, FEATURE_SHAPES, liveTensors, timeless, withFolder } from './support/fake-run.js';
import { memoryDataset } from './support/memory-dataset.js';

describe('Trainer', () => {
  it('writes the run folder and records every step with finite numbers', () =>
    withFolder(async (folder) => {
      const { outcome, records } = await fakeRun(folder);
      expect(outcome).toBe('finished');
      expect(records.map(({ step, epoch }) => [step, epoch])).toEqual([1, 2, 3, 4, 5, 6, 7, 8].map((n) => [n, n > 4 ? 2 : 1]));
      const [first] = records;
      expect(Object.keys(first?.losses ?? {})).toContain('reconstruction/words');
      expect(Object.keys(first?.metrics ?? {})).toContain('inner-fit/sound-fit');
      expect(Object.keys(first?.gradientNorms ?? {}).sort()).toEqual(['decoder', 'encoder', 'front-end']);
      expect(Object.keys(first?.codes.used ?? {})).toEqual(['sound', 'sight', 'words']);
      const files = (await readdir(folder)).map((file) => file.replace(/tfevents.*/, 'tfevents'));
      expect(files.sort()).toEqual(['checkpoint.safetensors', 'checkpoints', 'config.yaml', 'events.out.tfevents', 'metrics.jsonl']);
      const lines = (await readFile(join(folder, 'metrics.jsonl'), 'utf8')).trim().split('\n');
      expect(lines.map((line) => JSON.parse(line))).toEqual(records.map((record) => ({ ...record, totalSteps: 8 })));
    }));

  it('tells observers what it is about to train', () =>
    withFolder(async (folder) => {
      const told: TrainingStart[] = [];
      await fakeRun(folder, { observers: [{ onStart: (start) => void told.push(start) }] });
      const [start] = told;
      expect(start).toEqual({ config: fakeConfig(), step: 0, totalSteps: 8, stepsPerEpoch: 4, clips: 12, parameters: 546, codes: 8 });
    }));

  it('lowers the loss', () =>
    withFolder(async (folder) => {
      const { records } = await fakeRun(folder, { config: fakeConfig({ training: { epochs: 10 } }) });
      const mean = (part: typeof records) =>
        part.reduce((sum, { losses }) => sum + (losses['reconstruction/sight'] ?? NaN), 0) / part.length;
      expect(mean(records.slice(-4))).toBeLessThan(0.8 * mean(records.slice(0, 4)));
    }));

  it.each([['sound'], ['sound', 'words'], ['sound', 'sight', 'words', 'touch']])('trains %s %s %s %s', (...names) =>
    withFolder(async (folder) => {
      const components = fakeComponents();
      components.modalities.add(fakeModality('touch'));
      const modalities = names.filter((name) => typeof name === 'string');
      const { records } = await fakeRun(folder, {
        components,
        config: fakeConfig({ modalities }, components),
        dataset: memoryDataset({ featureShapes: { ...FEATURE_SHAPES, touch: [2] } }),
      });
      expect(Object.keys(records[0]?.codes.used ?? {})).toEqual(modalities);
      expect(records.every(({ total }) => Number.isFinite(total))).toBe(true);
    }),
  );

  it('gives the same losses for the same seed, and others for another', () =>
    withFolder(async (folder) => {
      const [one, two, other] = [
        await fakeRun(join(folder, 'a')),
        await fakeRun(join(folder, 'b')),
        await fakeRun(join(folder, 'c'), { config: fakeConfig({ seed: 4 }) }),
      ];
      expect(timeless(two.records)).toEqual(timeless(one.records));
      expect(other.records[0]?.total).not.toBe(one.records[0]?.total);
    }));

  it('leaves as many tensors alive after 200 steps as after one, and none when disposed', () =>
    withFolder(async (folder) => {
      const before = liveTensors();
      const counts: number[] = [];
      const observer: TrainingObserver = { onRecord: () => void counts.push(liveTensors()) };
      const config = fakeConfig({ training: { epochs: 1, logEvery: 10 } });
      const dataset = memoryDataset({ featureShapes: FEATURE_SHAPES, clips: 600 });
      await fakeRun(folder, { config, dataset, observers: [observer] });
      expect(counts).toEqual(Array(20).fill(counts[0]));
      expect(liveTensors()).toBe(before);
    }));

  it('updates the codebook by the learner first, then by the others in order', () =>
    withFolder(async (folder) => {
      const calls: string[] = [];
      const components = fakeComponents([codebookSpy('late', calls, false), codebookSpy('learner', calls, true)]);
      const config = fakeConfig({ objectives: ['reconstruction', 'late', 'learner'], training: { epochs: 1, batchSize: 6 } }, components);
      await fakeRun(folder, { components, config });
      expect(calls).toEqual(['learner@0', 'late@0', 'learner@1', 'late@1']);
    }));

  it('weighs the losses of an objective', () =>
    withFolder(async (folder) => {
      const config = fakeConfig({
        objectives: [
          { use: 'reconstruction', weight: 0.5 },
          { use: 'agreement', weight: 0 },
        ],
      });
      const { records } = await fakeRun(folder, { config });
      const { total, losses } = records[0] as (typeof records)[0];
      const sum = Object.entries(losses)
        .filter(([name]) => name.startsWith('reconstruction'))
        .reduce((all, [, value]) => all + value, 0);
      expect(total).toBeCloseTo(0.5 * sum, 5);
      expect(losses['agreement/sight']).toBeGreaterThan(0);
    }));

  it('stops where a loss is no longer finite, names it, and keeps the last checkpoint', () =>
    withFolder(async (folder) => {
      const components = fakeComponents([faulty(5)]);
      const config = fakeConfig({ objectives: ['reconstruction', 'faulty'], training: { logEvery: 3 } }, components);
      const outcomes: string[] = [];
      const dataset = memoryDataset({ featureShapes: FEATURE_SHAPES });
      const observer: TrainingObserver = { onEnd: (outcome) => void outcomes.push(outcome) };
      const failed = fakeRun(folder, { components, config, dataset, observers: [observer], checkpointEvery: { steps: 1 } });
      await expect(failed).rejects.toThrow(/step 6, epoch 2, clips \d+, \d+, \d+ of 'train': loss 'faulty\/bad' is NaN/);
      expect(outcomes).toEqual(['failed']);
      const { records } = await fakeRun(folder, { components: fakeComponents([faulty(-1)]), config, resume: true, dataset });
      expect(records.at(0)?.step).toBe(6);
    }));

  it('stops at features that are not finite', () =>
    withFolder(async (folder) => {
      const dataset = memoryDataset({ featureShapes: FEATURE_SHAPES, broken: [4] });
      await expect(fakeRun(folder, { dataset })).rejects.toThrow(/clips (.*, )?4[, ].*loss 'reconstruction\/sound' is NaN/s);
    }));

  it('refuses a batch larger than the split, and names both', () =>
    withFolder(async (folder) => {
      const config = fakeConfig({ training: { batchSize: 13 } });
      await expect(fakeRun(folder, { config })).rejects.toThrow("a batch of 13 clips is larger than the split 'train' of 12");
    }));

  it('refuses a folder that holds a run already', () =>
    withFolder(async (folder) => {
      await fakeRun(folder);
      const before = await readFile(join(folder, 'metrics.jsonl'), 'utf8');
      await expect(fakeRun(folder)).rejects.toThrow('holds a run already');
      expect(await readFile(join(folder, 'metrics.jsonl'), 'utf8')).toBe(before);
    }));

  it('reads the next batch while one trains', () =>
    withFolder(async (folder) => {
      const dataset = memoryDataset({ featureShapes: FEATURE_SHAPES });
      const ahead: number[] = [];
      const observer: TrainingObserver = { onStep: () => void ahead.push(dataset.reads.length / 3) };
      await fakeRun(folder, { dataset, observers: [observer] });
      expect(ahead).toEqual([2, 3, 4, 5, 6, 7, 8, 8]);
    }));

  it('needs an objective with a loss', () =>
    withFolder(async (folder) => {
      const config = fakeConfig({ objectives: ['code-reset'] });
      await expect(fakeRun(folder, { config })).rejects.toThrow('no objective has a loss');
    }));
});
