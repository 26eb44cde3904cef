import { CmgError, type ModalityPlugin, Registry } from '@cmg/core';
import * as tf from '@tensorflow/tfjs';
import { loadModel, type Model, modelOf, readCheckpoint, RunFolder } from '../src/index.js';
import { fakeModality } from './support/fake-modality.js';
import { fakeComponents, fakeConfig, fakeRun, FEATURE_SHAPES, liveTensors, withFolder } from './support/fake-run.js';
import { memoryDataset } from './support/memory-dataset.js';

describe('loadModel', () => {
  it('rebuilds the model without the data set: equal codes each time, on the codebook', () =>
    withFolder(async (folder) => {
      await fakeRun(folder);
      const before = liveTensors();
      const dataset = memoryDataset({ featureShapes: FEATURE_SHAPES });
      const { model, info } = await loadModel(folder, fakeComponents());
      expect(info.step).toBe(8);
      expect(model.data).toMatchObject({ segments: 3, featureShapes: FEATURE_SHAPES });
      for (const modality of model.modalities) {
        const { data, shape } = await dataset.read('train', modality, [0, 1, 2]);
        const x = tf.tensor(data, [...shape]);
        const [once, again] = [model.encode(modality, x), model.encode(modality, x)];
        expect(once.indices.shape).toEqual([3, 3, 1]);
        expect(once.indices.dtype).toBe('int32');
        expect(await again.codes.data()).toEqual(await once.codes.data());
        const looked = tf.tidy(() => tf.gather(model.vocabulary, once.indices.squeeze([2])));
        expect(await looked.data()).toEqual(await once.codes.data());
        tf.dispose([x, looked, ...Object.values(once), ...Object.values(again)]);
      }
      expect([...model.parameters.keys()].some((path) => path.startsWith('inner-fit'))).toBe(false);
      model.dispose();
      expect(liveTensors()).toBe(before);
    }));

  it('needs a checkpoint', () =>
    withFolder(async (folder) => {
      await expect(loadModel(folder, fakeComponents())).rejects.toThrow('there is no trained run in this folder');
    }));

  it('gives the codes of the model that was trained', () =>
    withFolder(async (folder) => {
      const { data, shape } = await memoryDataset({ featureShapes: FEATURE_SHAPES }).read('train', 'words', [0, 1, 2, 3]);
      const x = tf.tensor(data, [...shape]);
      const codesOf = async (model: Model) => {
        const { indices, codes, semantic } = model.encode('words', x);
        const values = [await indices.data(), await codes.data()].map((array) => Array.from(array));
        tf.dispose([indices, codes, semantic]);
        return values;
      };
      let trained: number[][] = [];
      await fakeRun(folder, { inspect: async (model) => void (trained = await codesOf(model)) });
      const { model } = await loadModel(folder, fakeComponents());
      expect(await codesOf(model)).toEqual(trained);
      expect(() => model.encode('smell', x)).toThrow("no value for modality 'smell'");
      model.dispose();
      x.dispose();
    }));

  it('frees what it has built where the checkpoint lacks codes', () =>
    withFolder(async (folder) => {
      await fakeRun(folder, { config: fakeConfig({ training: { epochs: 1 } }) });
      const { info, tensors } = await readCheckpoint(new RunFolder(folder).checkpoint);
      const before = liveTensors();
      const without = new Map([...tensors].filter(([name]) => name !== 'codebook/embedding'));
      expect(() => modelOf({ info, tensors: without }, 'c.safetensors', fakeComponents())).toThrow(CmgError);
      expect(liveTensors()).toBe(before);
    }));

  it('needs the modalities that the run was trained with', () =>
    withFolder(async (folder) => {
      await fakeRun(folder);
      const before = liveTensors();
      const none = { ...fakeComponents(), modalities: new Registry<ModalityPlugin>('modality', [fakeModality('sound')]) };
      await expect(loadModel(folder, none)).rejects.toThrow("unknown modality 'sight'");
      expect(liveTensors()).toBe(before);
    }));
});
