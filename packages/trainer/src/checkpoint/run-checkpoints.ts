import { CmgError, type Dataset, forModality, perModality, type RunConfig } from '@cmg/core';
import type { Model } from '../model/model.js';
import type { BatchPlan } from '../training/batch-plan.js';
import type { WeightAverage } from '../training/weight-average.js';
import type { BestTerms } from '../validation/best-terms.js';
import { versions } from '../versions.js';
import { readCheckpoint } from './checkpoint.js';
import type { CheckpointInfo } from './checkpoint-info.js';
import { configDifference, continuation } from './config-difference.js';
import { KeptCheckpoints } from './kept-checkpoints.js';
import { collectState, type Optimizers, restoreAverage, restoreModel, restoreOptimizers } from './run-state.js';
import type { RunFolder } from './run-folder.js';
import { upgradeConfig } from './upgrade-config.js';

/** Saves a run's state into its folder, and restores it. */
export class RunCheckpoints {
  private readonly kept: KeptCheckpoints;

  constructor(
    private readonly config: RunConfig,
    private readonly dataset: Dataset,
    private readonly folder: RunFolder,
    private readonly plan: BatchPlan,
    private readonly model: Model,
    private readonly optimizers: Optimizers,
    private readonly best: BestTerms,
    private readonly average: WeightAverage | undefined,
  ) {
    const { keep } = config.training;
    this.kept = new KeptCheckpoints(folder, keep, keep.every === 'epoch' ? plan.stepsPerEpoch : (keep.every ?? 0));
  }

  /** Whether a checkpoint after so many steps is asked for, to be kept for good. */
  isDue(step: number): boolean {
    return this.kept.keeps(step);
  }

  /** @param step steps done */
  async save(step: number): Promise<void> {
    const info: CheckpointInfo = {
      step,
      epoch: this.plan.epochOf(step),
      config: this.config,
      data: {
        segments: this.dataset.segments,
        featureShapes: perModality(this.model.modalities, (m) => forModality(this.model.data.featureShapes, m)),
        clips: this.plan.clips,
        fingerprint: this.dataset.fingerprint,
      },
      best: this.best.state,
      versions: versions(),
    };
    const { best: by } = this.config.training.keep;
    const isBest = by !== undefined && this.best.get(by)?.step === step;
    await this.kept.save({ info, tensors: await collectState(this.model, this.optimizers, this.average) }, isBest);
  }

  /**
   * Goes on from the folder's checkpoint.
   *
   * @param dependsOnLength whether objectives have read how long the run is
   * @returns steps done
   * @throws CmgError where the checkpoint cannot be read, or is of another config or other data
   */
  async restore(dependsOnLength: boolean): Promise<number> {
    const { checkpoint: file } = this.folder;
    const checkpoint = await readCheckpoint(file);
    const { config, data, step } = checkpoint.info;
    const now = upgradeConfig(this.config);
    const differences = configDifference(config, now, continuation(now, dependsOnLength));
    // An imported checkpoint does not know its data.
    const known = data.clips > 0;
    if (known && data.fingerprint !== this.dataset.fingerprint) {
      differences.push(`data: the content of the data set is not what the checkpoint was trained on`);
    }
    if (known && data.clips !== this.plan.clips) {
      differences.push(`data: ${data.clips} clips in the checkpoint, ${this.plan.clips} now`);
    }
    if (differences.length > 0) {
      throw new CmgError(`cannot go on from this checkpoint:\n  ${differences.join('\n  ')}`, {
        kind: 'usage',
        where: file,
        hint: 'Put these back, or start a run of another name.',
      });
    }
    restoreModel(this.model, checkpoint, file, 'trained');
    if (this.average) restoreAverage(this.average, checkpoint);
    restoreOptimizers(this.optimizers, checkpoint);
    this.best.restore(checkpoint.info.best);
    return step;
  }
}
