import { CmgError, type Dataset, type Random, type RunConfig } from '@cmg/core';

/**
 * Which clips make up which step. An epoch is a permutation drawn from the seed and the epoch's number, cut into steps of `accumulate`
 * batches of B; the clips left over at its end (fewer than a step's) are dropped, and come back in another epoch's order.
 */
export class BatchPlan {
  readonly stepsPerEpoch: number;
  readonly totalSteps: number;
  private cached: { epoch: number; order: Int32Array } | undefined;

  /**
   * @param those rows of the split that there are clips at; default: all
   * @throws CmgError where the split is unknown or smaller than one batch
   */
  constructor(
    { split, batchSize, accumulate = 1, epochs, steps }: RunConfig['training'],
    { splits }: Pick<Dataset, 'splits'>,
    private readonly random: Random,
    private readonly those?: Int32Array,
  ) {
    const clips = those?.length ?? splits[split];
    if (clips === undefined) {
      throw new CmgError(`the data set has no split '${split}'`, {
        kind: 'usage',
        where: 'training.split',
        hint: `It has: ${Object.keys(splits).join(', ')}.`,
      });
    }
    if (clips < batchSize) {
      throw new CmgError(`a batch of ${batchSize} clips is larger than the split '${split}' of ${clips}`, {
        kind: 'usage',
        where: 'training.batchSize',
        hint: `Set it to ${clips} or less.`,
      });
    }
    if (clips < batchSize * accumulate) {
      throw new CmgError(`a step of ${accumulate} batches of ${batchSize} clips is larger than the split '${split}' of ${clips}`, {
        kind: 'usage',
        where: 'training.accumulate',
        hint: `Set it to ${Math.floor(clips / batchSize)} or less.`,
      });
    }
    this.clips = clips;
    this.stepSize = batchSize * accumulate;
    this.stepsPerEpoch = Math.floor(clips / this.stepSize);
    this.totalSteps = steps ?? this.stepsPerEpoch * epochs;
  }

  readonly clips: number;
  /** Clips of a step: of all of its batches. */
  readonly stepSize: number;

  /** The epoch (from 0) that a step (from 0) belongs to. */
  epochOf(step: number): number {
    return Math.floor(step / this.stepsPerEpoch);
  }

  /** Whether an epoch ends with this step, or the run, which may end within one. */
  endsEpoch(step: number): boolean {
    return (step + 1) % this.stepsPerEpoch === 0 || step + 1 === this.totalSteps;
  }

  /** Rows of the split, [stepSize]. */
  rows(step: number): Int32Array {
    const epoch = this.epochOf(step);
    if (this.cached?.epoch !== epoch) {
      this.cached = { epoch, order: this.random.fork('order', epoch).permutation(this.clips) };
    }
    const begin = (step % this.stepsPerEpoch) * this.stepSize;
    const rows = this.cached.order.slice(begin, begin + this.stepSize);
    const { those } = this;
    return those === undefined ? rows : rows.map((row) => those[row] as number);
  }
}
