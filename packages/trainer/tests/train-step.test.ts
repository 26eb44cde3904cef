import { codeReset, commitment, ema } from '@cmg/codebook';
import { type Components, type ModalityPlugin, type ObjectiveFactory, Registry } from '@cmg/core';
import { club, crossCpc } from '@cmg/dcid';
import { cmcm, crossCommitment, mmEma } from '@cmg/mm-ema';
import { audioPlugin } from '@cmg/modality-audio';
import { textPlugin } from '@cmg/modality-text';
import { videoPlugin } from '@cmg/modality-video';
import { jest } from '@jest/globals';
import * as tf from '@tensorflow/tfjs';
import { reconstruction, TrainStep } from '../src/index.js';
import { fakeComponents, fakeConfig, fakeRun, withFolder } from './support/fake-run.js';
import { memoryDataset } from './support/memory-dataset.js';

const OBJECTIVES = [
  reconstruction,
  commitment,
  crossCommitment,
  club,
  crossCpc,
  cmcm,
  ema,
  mmEma,
  codeReset,
] as unknown as ObjectiveFactory[];
const components: Components = {
  ...fakeComponents(),
  modalities: new Registry<ModalityPlugin>('modality', [audioPlugin, videoPlugin, textPlugin]),
  objectives: new Registry<ObjectiveFactory>('objective', OBJECTIVES),
};
const small = { heads: 2, feedForward: 8, specificWidth: 6 };

describe('TrainStep', () => {
  it.each(['segment', 'aligned', 'active-code'])('reads nothing from the device, donor %s', (donor) =>
    withFolder(async (folder) => {
      const config = fakeConfig(
        {
          modalities: [
            { use: 'audio', ...small },
            { use: 'video', ...small },
            { use: 'text', ...small, lstmWidth: 3 },
          ],
          width: 8,
          codebook: { size: 8 },
          objectives: [
            'reconstruction',
            'commitment',
            'cross-commitment',
            'club',
            'cross-cpc',
            'cmcm',
            'mm-ema',
            { use: 'code-reset', patience: 1, leastCount: 0.1, donor },
          ],
          training: { epochs: 2, batchSize: 4 },
        },
        components,
      );
      const reads = [jest.spyOn(tf.Tensor.prototype, 'dataSync'), jest.spyOn(tf.Tensor.prototype, 'data')];
      const count = () => reads.reduce((sum, { mock }) => sum + mock.calls.length, 0);
      const within: number[] = [];
      const run = TrainStep.prototype.run;
      const step = jest.spyOn(TrainStep.prototype, 'run').mockImplementation(function (this: TrainStep, ...args) {
        const before = count();
        run.apply(this, args);
        within.push(count() - before);
      });
      const dataset = memoryDataset({ featureShapes: { audio: [6], video: [5, 5, 3], text: [4] }, clips: 8, segments: 4 });
      await fakeRun(folder, { config, components, dataset });
      expect(within).toEqual([0, 0, 0, 0]);
      expect(count()).toBeGreaterThan(0);
      for (const spy of [...reads, step]) spy.mockRestore();
    }),
  );
});
