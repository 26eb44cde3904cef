import { appendFile, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { TrainingObserver, TrainingRecord } from '@cmg/core';
import { readCheckpoint, writeCheckpoint } from '../src/index.js';
import { fakeConfig, fakeRun, type FakeRunSettings, FEATURE_SHAPES, liveTensors, timeless, withFolder } from './support/fake-run.js';
import { memoryDataset } from './support/memory-dataset.js';

/** Interrupts, as Ctrl-C does, when a step is done. */
function stopAfter(step: number): FakeRunSettings {
  const controller = new AbortController();
  const observer: TrainingObserver = {
    onStep: (done) => {
      if (done.step === step) controller.abort();
    },
  };
  return { signal: controller.signal, observers: [observer] };
}

/** Dies at a step without a chance to save, as by kill -9. */
function dieAfter(step: number): FakeRunSettings {
  const onStep: TrainingObserver['onStep'] = (done) => {
    if (done.step === step) throw new Error('killed');
  };
  return { observers: [{ onStep }] };
}

async function metricsOf(folder: string): Promise<TrainingRecord[]> {
  const lines = (await readFile(join(folder, 'metrics.jsonl'), 'utf8')).trim().split('\n');
  return lines.map((line) => JSON.parse(line) as TrainingRecord);
}

const CONFIGS = {
  'all fakes': {},
  'parameters that no loss reaches': { objectives: ['reconstruction', 'agreement'] },
  'clipping over all': { training: { clip: { norm: 0.1, per: 'all' } } },
  'k-means codes, warm-up, milestones': { codebook: { size: 8, initial: 'kmeans' }, training: { warmupSteps: 3, milestones: [1] } },
  'a budget of steps, cosine, weight decay': { training: { steps: 8, schedule: 'cosine', warmupSteps: 0.25, weightDecay: 0.1 } },
};

describe('a resumed run', () => {
  it.each(Object.entries(CONFIGS))('gives the losses of one that was not stopped: %s', (_, overrides) =>
    withFolder(async (folder) => {
      const config = fakeConfig(overrides);
      const straight = await fakeRun(join(folder, 'straight'), { config });
      const first = await fakeRun(join(folder, 'stopped'), { config, ...stopAfter(6) });
      expect(first.outcome).toBe('interrupted');
      const rest = await fakeRun(join(folder, 'stopped'), { config, resume: true });
      expect(rest.records.map(({ step }) => step)).toEqual([7, 8]);
      expect(timeless([...first.records, ...rest.records])).toEqual(timeless(straight.records));
      expect(timeless(await metricsOf(join(folder, 'stopped')))).toEqual(timeless(straight.records));
    }),
  );

  it('goes on from the last epoch after a crash, and drops the lines since', () =>
    withFolder(async (folder) => {
      const straight = await fakeRun(join(folder, 'straight'));
      const crashed = join(folder, 'crashed');
      await expect(fakeRun(crashed, dieAfter(7))).rejects.toThrow('killed');
      await appendFile(join(crashed, 'metrics.jsonl'), '{"step":7,"epo');
      const rest = await fakeRun(crashed, { resume: true });
      expect(rest.records[0]?.step).toBe(5);
      expect(timeless(await metricsOf(crashed))).toEqual(timeless(straight.records));
    }));

  it('begins anew where the crash came before the first checkpoint', () =>
    withFolder(async (folder) => {
      await expect(fakeRun(folder, dieAfter(2))).rejects.toThrow('killed');
      const { records } = await fakeRun(folder, { resume: true });
      expect((await metricsOf(folder)).map(({ step }) => step)).toEqual(records.map(({ step }) => step));
      expect(records[0]?.step).toBe(1);
    }));

  it('goes on from an imported checkpoint, which does not know its data', () =>
    withFolder(async (folder) => {
      const straight = await fakeRun(join(folder, 'straight'));
      const imported = join(folder, 'imported');
      await fakeRun(imported, stopAfter(6));
      const file = join(imported, 'checkpoint.safetensors');
      const { info, tensors } = await readCheckpoint(file);
      const data = { ...info.data, clips: 0, fingerprint: 'imported from a.pt' };
      await writeCheckpoint(file, { info: { ...info, data }, tensors });
      const { records } = await fakeRun(imported, { resume: true });
      expect(timeless(records)).toEqual(timeless(straight.records).slice(6));
    }));

  it('may train more epochs, and has nothing to do where none is left', () =>
    withFolder(async (folder) => {
      await fakeRun(folder, { config: fakeConfig({ training: { epochs: 1 } }) });
      const more = await fakeRun(folder, { config: fakeConfig({ training: { epochs: 2 } }), resume: true });
      expect(more.records.map(({ step }) => step)).toEqual([5, 6, 7, 8]);
      expect(await fakeRun(folder, { config: fakeConfig(), resume: true })).toEqual({ outcome: 'finished', records: [] });
      expect(await readFile(join(folder, 'config.yaml'), 'utf8')).toContain('epochs: 2');
    }));

  it('may train more steps, but not where the schedule, or an objective, depends on how many there are', () =>
    withFolder(async (folder) => {
      const steps = (steps: number) => fakeConfig({ training: { steps } });
      const first = await fakeRun(join(folder, 'a'), { config: steps(6) });
      expect(first.records.map(({ step, epoch }) => [step, epoch]).slice(-2)).toEqual([
        [5, 2],
        [6, 2],
      ]);
      const rest = await fakeRun(join(folder, 'a'), { config: steps(9), resume: true });
      const straight = await fakeRun(join(folder, 'b'), { config: steps(9) });
      expect(timeless([...first.records, ...rest.records])).toEqual(timeless(straight.records));
      const byLength = {
        c: { training: { schedule: 'cosine' } },
        d: { objectives: ['reconstruction', { use: 'code-reset', patience: 0.5 }] },
      };
      for (const [name, { training = {}, ...more }] of Object.entries<{ training?: object; objectives?: unknown }>(byLength)) {
        const config = (steps: number) => fakeConfig({ ...more, training: { steps, ...training } });
        await fakeRun(join(folder, name), { config: config(6) });
        await expect(fakeRun(join(folder, name), { config: config(9), resume: true })).rejects.toThrow(
          'training.steps: 6 in the checkpoint, 9 in the config',
        );
      }
    }));

  it('is refused for another config, with the paths that differ, and changes nothing', () =>
    withFolder(async (folder) => {
      await fakeRun(folder);
      const before = await readFile(join(folder, 'checkpoint.safetensors'));
      const live = liveTensors();
      const config = fakeConfig({ width: 4, modalities: ['sound', { use: 'sight', specificWidth: 2 }], codebook: { size: 9 } });
      await expect(fakeRun(folder, { config, resume: true })).rejects.toThrow(
        [
          'cannot go on from this checkpoint:',
          '  width: 6 in the checkpoint, 4 in the config',
          '  modalities[1].specificWidth: 4 in the checkpoint, 2 in the config',
          '  modalities[2]: words in the checkpoint, nothing in the config',
          '  codebook.size: 8 in the checkpoint, 9 in the config',
        ].join('\n'),
      );
      expect(await readFile(join(folder, 'checkpoint.safetensors'))).toEqual(before);
      expect(liveTensors()).toBe(live);
    }));

  it('loses no step to an interrupt, and tells of the checkpoint', () =>
    withFolder(async (folder) => {
      const told: object[] = [];
      const { signal, observers = [] } = stopAfter(5);
      const observer: TrainingObserver = { onCheckpoint: (done) => void told.push(done) };
      const { outcome } = await fakeRun(folder, { signal: signal as AbortSignal, observers: [...observers, observer] });
      expect(outcome).toBe('interrupted');
      expect(told).toEqual([
        { step: 4, epoch: 1 },
        { step: 5, epoch: 2 },
      ]);
      const { step, epoch } = (await readCheckpoint(join(folder, 'checkpoint.safetensors'))).info;
      expect({ step, epoch }).toEqual({ step: 5, epoch: 1 });
      expect((await fakeRun(folder, { resume: true })).records.map((record) => record.step)).toEqual([6, 7, 8]);
    }));

  it('writes nothing anew for an interrupt right after a checkpoint', () =>
    withFolder(async (folder) => {
      const told: number[] = [];
      const { signal, observers = [] } = stopAfter(4);
      const observer: TrainingObserver = { onCheckpoint: ({ step }) => void told.push(step) };
      await fakeRun(folder, { signal: signal as AbortSignal, observers: [...observers, observer] });
      expect(told).toEqual([4]);
    }));

  it('is refused for other data', () =>
    withFolder(async (folder) => {
      await fakeRun(folder);
      const dataset = memoryDataset({ featureShapes: FEATURE_SHAPES, seed: 2 });
      await expect(fakeRun(folder, { dataset, resume: true })).rejects.toThrow('data: the content of the data set');
    }));

  it('saves within an epoch when asked', () =>
    withFolder(async (folder) => {
      const steps: number[] = [];
      const observer: TrainingObserver = { onCheckpoint: ({ step }) => void steps.push(step) };
      const config = fakeConfig({ training: { batchSize: 2 } });
      await fakeRun(folder, { config, observers: [observer], checkpointEvery: { steps: 4, minutesAtEpoch: 0 } });
      expect(steps).toEqual([4, 6, 10, 12]);
    }));
});
