import { CmgError, type TrainingRecord } from '@cmg/core';
import {
  buildModel,
  buildObjectives,
  container,
  createAdam,
  createRunContainer,
  learningRate,
  RUN_MODEL,
  RunFolder,
  TRAINER,
  Trainer,
} from '../src/index.js';
import { fakeComponents, fakeConfig, fakeRun, FEATURE_SHAPES, timeless, withFolder } from './support/fake-run.js';
import { memoryDataset } from './support/memory-dataset.js';

const config = fakeConfig({ modalities: ['sound'], objectives: ['reconstruction'] });

const components = fakeComponents();

describe('createRunContainer', () => {
  it('gives runs of one parent a model each, and one trainer the model of its run', () =>
    withFolder(async (folder) => {
      const dataset = memoryDataset({ featureShapes: FEATURE_SHAPES });
      const [a, b] = ['a', 'b'].map((name) => createRunContainer(config, { components, dataset, folder: `${folder}/${name}` }));
      const [modelA, modelB] = [a?.resolve(RUN_MODEL), b?.resolve(RUN_MODEL)];
      expect(modelA).not.toBe(modelB);
      expect(a?.resolve(RUN_MODEL)).toBe(modelA);
      expect(container.isRegistered(RUN_MODEL)).toBe(false);
      await a?.resolve(TRAINER).run();
      expect([modelA?.hasCodes, modelB?.hasCodes]).toEqual([true, false]);
      await a?.dispose();
      modelA?.dispose();
      modelB?.dispose();
    }));

  it('throws the error of a part itself, for the command to show', () => {
    const dataset = memoryDataset({ featureShapes: { sight: [2] } });
    expect(() => createRunContainer(config, { components, dataset, folder: 'nowhere' })).toThrow(CmgError);
  });
});

describe('Trainer without a container', () => {
  it('trains the same', () =>
    withFolder(async (folder) => {
      const dataset = memoryDataset({ featureShapes: FEATURE_SHAPES });
      const model = buildModel(fakeConfig(), components, dataset);
      const records: TrainingRecord[] = [];
      const trainer = new Trainer(
        fakeConfig(),
        dataset,
        new RunFolder(`${folder}/plain`),
        model,
        buildObjectives(fakeConfig(), components, model),
        [{ onRecord: (record) => void records.push(record) }],
        createAdam,
        learningRate,
      );
      expect(await trainer.run()).toBe('finished');
      trainer.dispose();
      model.dispose();
      expect(timeless(records)).toEqual(timeless((await fakeRun(`${folder}/contained`)).records));
    }));
});
