import type { RunConfig } from '@cmg/core';
import { loadModel, readCheckpoint, RunFolder, writeCheckpoint } from '../src/index.js';
import { upgradeConfig } from '../src/checkpoint/upgrade-config.js';
import { fakeComponents, fakeConfig, fakeRun, withFolder } from './support/fake-run.js';

/** As configs were recorded when there was one kind of codebook, no observers, and neither validation nor a choice of checkpoints. */
function recordedEarlier({ observers: _observers, training, ...config }: RunConfig): RunConfig {
  const { keep: _keep, validation: _validation, schedule: _schedule, weightDecay: _weightDecay, ...options } = training;
  return { ...config, training: options, codebook: config.codebook.options } as unknown as RunConfig;
}

describe('upgradeConfig', () => {
  it("takes a codebook's options alone for the shared one, and leaves a config of today as it is", () => {
    const config = fakeConfig();
    expect(upgradeConfig(recordedEarlier(config))).toEqual(config);
    expect(upgradeConfig(config)).toEqual(config);
    const { codebook: _codebook, ...none } = config;
    expect(upgradeConfig(none).codebook).toEqual({ use: 'shared', options: {} });
  });

  it('lets the checkpoint of an earlier version be loaded and resumed', () =>
    withFolder(async (folder) => {
      await fakeRun(folder);
      const { checkpoint: file } = new RunFolder(folder);
      const { info, tensors } = await readCheckpoint(file);
      await writeCheckpoint(file, { info: { ...info, config: recordedEarlier(info.config) }, tensors });
      const { model } = await loadModel(folder, fakeComponents());
      expect(model.vocabulary.shape).toEqual([8, 6]);
      model.dispose();
      expect((await fakeRun(folder, { resume: true })).outcome).toBe('finished');
    }));
});
