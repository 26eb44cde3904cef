import { join } from 'node:path';
import { ParameterScope, Random } from '@cmg/core';
import * as tf from '@tensorflow/tfjs';
import { loadModel, readCheckpoint, RunFolder } from '../src/index.js';
import { WeightAverage } from '../src/training/weight-average.js';
import { fakeComponents, fakeConfig, fakeRun, FEATURE_SHAPES, liveTensors, timeless, withFolder } from './support/fake-run.js';
import { memoryDataset } from './support/memory-dataset.js';

const dataset = () => memoryDataset({ featureShapes: FEATURE_SHAPES, splits: { val: 6 } });

const config = (training: object) => fakeConfig({ training });

/** Tensors of a run's last checkpoint below a prefix. */
async function saved(folder: string, prefix: string): Promise<Record<string, number[]>> {
  const { tensors } = await readCheckpoint(new RunFolder(folder).checkpoint);
  const found = [...tensors].filter(([name]) => name.startsWith(prefix));
  return Object.fromEntries(found.map(([name, { data }]) => [name.slice(prefix.length), Array.from(data)]));
}

describe('WeightAverage', () => {
  it('forgets early steps soon, later ones by its decay', async () => {
    const before = liveTensors();
    const scope = ParameterScope.root(new Random(0), tf);
    const weight = scope.variable('weight', [1], () => Float32Array.of(1));
    const average = new WeightAverage(scope.parameters, 0.9);
    const follow = async (value: number, step: number) => {
      tf.tidy(() => weight.assign(tf.tensor1d([value])));
      average.follow(step);
      return (await average.save()).get('weight')?.data[0];
    };
    // 0.1 * 1 + 0.9 * 2, then 0.9 * 1.9 + 0.1 * 3.
    expect(await follow(2, 0)).toBeCloseTo(1.9, 6);
    expect(await follow(3, 90)).toBeCloseTo(2.01, 6);
    expect(await average.during(async () => (await weight.data())[0])).toBeCloseTo(2.01, 6);
    expect((await weight.data())[0]).toBe(3);
    average.restart();
    expect((await average.save()).get('weight')?.data[0]).toBe(3);
    expect(() => average.restore(new Map())).toThrow('weight: has no average in the checkpoint');
    average.dispose();
    scope.dispose();
    expect(liveTensors()).toBe(before);
  });

  it('changes nothing of the training, and is what is read of the run and validated', () =>
    withFolder(async (folder) => {
      const before = liveTensors();
      const [plain, averaged] = [join(folder, 'plain'), join(folder, 'averaged')];
      const without = await fakeRun(plain, { dataset: dataset(), config: config({}) });
      const within = await fakeRun(averaged, { dataset: dataset(), config: config({ averageWeights: {} }) });
      expect(timeless(within.records)).toEqual(timeless(without.records));
      expect(within.records[7]?.validation?.total).not.toBe(without.records[7]?.validation?.total);
      expect(await saved(averaged, 'parameters/')).toEqual(await saved(plain, 'parameters/'));
      expect(await saved(plain, 'average/')).toEqual({});
      const { model } = await loadModel(averaged, fakeComponents());
      const averages = await saved(averaged, 'average/');
      const path = 'encoder/sound/semantic/affine/weight';
      const weights = Array.from((await model.parameters.get(path)?.data()) ?? []);
      expect(weights).toEqual(averages[path]);
      expect(weights).not.toEqual((await saved(averaged, 'parameters/'))[path]);
      model.dispose();
      expect(liveTensors()).toBe(before);
    }));

  it('is that of a run that was not stopped when a run goes on', () =>
    withFolder(async (folder) => {
      const training = { averageWeights: { decay: 0.9 } };
      const [straight, stopped] = [join(folder, 'straight'), join(folder, 'stopped')];
      await fakeRun(straight, { config: config(training) });
      await fakeRun(stopped, { config: config({ ...training, epochs: 1 }) });
      await fakeRun(stopped, { config: config(training), resume: true });
      expect(await saved(stopped, 'average/')).toEqual(await saved(straight, 'average/'));
      expect(await saved(stopped, 'parameters/')).toEqual(await saved(straight, 'parameters/'));
    }));
});
