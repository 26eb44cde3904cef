import { type Head, type Measures, type ParameterMap, ParameterScope, type PredictionBatch, Random } from '@cmg/core';
import { applyHead } from './apply-head.js';
import { trainHead } from './train-head.js';
import { TransferData } from './transfer-data.js';
import { transferOptions, type TransferOptions } from './transfer-options.js';
import type { TransferRequest } from './transfer-request.js';

/** One head, and the clips that it is trained and measured on. Has to be disposed of. */
export class Trial {
  readonly settings: TransferOptions;

  private constructor(
    private readonly request: TransferRequest<unknown>,
    private readonly data: TransferData,
    private readonly random: Random,
    private readonly scope: ParameterScope,
    readonly head: Head,
    readonly inputShape: readonly number[] | undefined,
  ) {
    this.settings = transferOptions.parse(request.options);
  }

  static async create(request: TransferRequest<unknown>): Promise<Trial> {
    const { cache, task, options, from, seed } = request;
    const random = new Random(seed).fork('head', task.name, from);
    const scope = ParameterScope.root(random.fork('parameters')).child('head');
    const { embedding, segments } = cache.encoder;
    const { classes } = cache.dataset;
    try {
      const data = new TransferData(request);
      const inputShape = (await data.of(transferOptions.parse(options).trainSplit, from)).inputs?.shape;
      const build = { parameters: scope, embedding, segments, classes, ...(inputShape && { inputShape }) };
      return new Trial(request, data, random, scope, await task.createHead(options, build), inputShape);
    } catch (error) {
      scope.dispose();
      throw error;
    }
  }

  get parameters(): ParameterMap {
    return this.scope.parameters;
  }

  /** Trains for all epochs, calibrates, and calls `afterEpoch` after each. */
  async train(afterEpoch?: (epoch: number) => Promise<void>): Promise<void> {
    const { task, from, onProgress } = this.request;
    const { settings, head } = this;
    await trainHead({
      head,
      parameters: this.scope,
      data: await this.data.of(settings.trainSplit, from),
      settings,
      random: this.random.fork('training'),
      onEpoch: async (epoch) => {
        onProgress?.(`${task.name} head on ${from}`, epoch / settings.epochs);
        if (afterEpoch === undefined && epoch < settings.epochs) return;
        await head.calibrate?.(await this.outputs(settings.validationSplit, from));
        await afterEpoch?.(epoch);
      },
    });
  }

  /** Scores on the validation split of the labelled modality. */
  async validate(): Promise<Measures> {
    return (await this.measure(this.settings.validationSplit, this.request.from)).measures;
  }

  async measure(split: string, modality: string): Promise<{ clips: number; measures: Measures }> {
    const { codes } = await this.data.of(split, modality);
    return { clips: codes.clips, measures: await this.head.measure(await this.outputs(split, modality)) };
  }

  dispose(): void {
    this.scope.dispose();
  }

  private async outputs(split: string, modality: string): Promise<AsyncIterable<PredictionBatch>> {
    return applyHead(this.head, await this.data.of(split, modality), this.settings.batchSize, this.random);
  }
}
