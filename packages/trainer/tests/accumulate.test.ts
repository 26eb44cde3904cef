import { join } from 'node:path';
import { Registry, type TrainingObserver } from '@cmg/core';
import { fakeModality } from './support/fake-modality.js';
import { codebookSpy } from './support/fake-objectives.js';
import { fakeComponents, fakeConfig, fakeRun, FEATURE_SHAPES, liveTensors, timeless, withFolder } from './support/fake-run.js';
import { memoryDataset } from './support/memory-dataset.js';

describe('training.accumulate', () => {
  it.each(['never', 'always'] as const)('two batches of 3 are a batch of 6 where losses are means over clips (compile: %s)', (compile) =>
    withFolder(async (folder) => {
      const train = async (name: string, training: Record<string, unknown>) => {
        let values: number[] = [];
        const sure = ['sound', 'sight', 'words'].map((modality) => fakeModality(modality, { rate: 0 })); // without dropout
        const components = { ...fakeComponents(), modalities: new Registry('modality', sure) };
        const config = fakeConfig(
          { objectives: ['reconstruction'], freeze: ['codebook'], training: { compile, epochs: 3, ...training } },
          components,
        );
        const { records } = await fakeRun(join(folder, name), {
          components,
          config,
          inspect: async (model) => {
            values = (await Promise.all([...model.parameters.values()].map((variable) => variable.data()))).flatMap((data) => [...data]);
          },
        });
        return { values, records };
      };
      const whole = await train('whole', { batchSize: 6 });
      const parts = await train('parts', { batchSize: 3, accumulate: 2 });
      expect(parts.records.map(({ step, epoch }) => [step, epoch])).toEqual(whole.records.map(({ step, epoch }) => [step, epoch]));
      for (const [i, { total, gradientNorms }] of parts.records.entries()) {
        expect(total).toBeCloseTo(whole.records[i]?.total ?? NaN, 5);
        expect(gradientNorms['encoder']).toBeCloseTo(whole.records[i]?.gradientNorms['encoder'] ?? NaN, 5);
      }
      const difference = Math.max(...parts.values.map((value, i) => Math.abs(value - (whole.values[i] ?? NaN))));
      expect(difference).toBeLessThan(1e-4); // Adam divides by tiny moments
      expect(Math.max(...whole.values.map(Math.abs))).toBeGreaterThan(0.1);
    }),
  );

  it('updates the codebook after each batch, and the weights after the last', () =>
    withFolder(async (folder) => {
      const calls: string[] = [];
      const components = fakeComponents([codebookSpy('learner', calls, true)]);
      const training = { epochs: 1, batchSize: 3, accumulate: 2, compile: 'never' };
      const config = fakeConfig({ objectives: ['reconstruction', 'learner'], training }, components);
      const { records } = await fakeRun(folder, { components, config });
      expect(records.map(({ step }) => step)).toEqual([1, 2]);
      expect(calls).toHaveLength(4);
    }));

  it('leaves no tensor behind, and draws anew for each batch', () =>
    withFolder(async (folder) => {
      const before = liveTensors();
      const counts: number[] = [];
      const observer: TrainingObserver = { onRecord: () => void counts.push(liveTensors()) };
      const config = fakeConfig({ training: { epochs: 1, batchSize: 3, accumulate: 4, logEvery: 5 } });
      await fakeRun(folder, { config, dataset: memoryDataset({ featureShapes: FEATURE_SHAPES, clips: 240 }), observers: [observer] });
      expect(counts).toEqual(Array(4).fill(counts[0]));
      expect(liveTensors()).toBe(before);
    }));

  it('goes on after an interrupt as if there had been none', () =>
    withFolder(async (folder) => {
      const config = fakeConfig({ training: { epochs: 2, batchSize: 3, accumulate: 2 } });
      const whole = await fakeRun(join(folder, 'whole'), { config });
      const stop = new AbortController();
      const observer: TrainingObserver = { onStep: ({ step }) => (step === 2 ? stop.abort() : undefined) };
      const first = await fakeRun(join(folder, 'parts'), { config, signal: stop.signal, observers: [observer] });
      const rest = await fakeRun(join(folder, 'parts'), { config, resume: true });
      expect(timeless([...first.records, ...rest.records])).toEqual(timeless(whole.records));
    }));
});
