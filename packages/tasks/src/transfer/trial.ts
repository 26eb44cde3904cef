import { type Head, type HeadBuild, type Measures, type ParameterMap, ParameterScope, type PredictionBatch, Random } from '@cmg/core';
import * as tf from '@tensorflow/tfjs';
import { applyHead } from './apply-head.js';
import { type HeadData, readBatches } from './read-batches.js';
import { splitOf } from './split-of.js';
import { trainHead } from './train-head.js';
import { TransferData } from './transfer-data.js';
import { measuredSplit, transferOptions, type TransferOptions } from './transfer-options.js';
import type { TransferRequest, TransferResult } from './transfer-request.js';

/** One head, and the clips that it is trained and measured on. Has to be disposed of. */
export class Trial {
  readonly settings: TransferOptions;

  private constructor(
    private readonly request: TransferRequest<unknown>,
    private readonly data: TransferData,
    private readonly random: Random,
    private readonly scope: ParameterScope,
    readonly head: Head,
    readonly shapes: Pick<HeadBuild, 'targetShape' | 'inputShape' | 'vectorWidth'>,
  ) {
    this.settings = transferOptions.parse(request.options);
  }

  static async create(request: TransferRequest<unknown>): Promise<Trial> {
    const { cache, task, options, from, seed } = request;
    const random = new Random(seed).fork('head', task.name, from);
    const scope = ParameterScope.root(random.fork('parameters'), tf).child('head');
    const { embedding, segments } = cache.encoder;
    const { classes } = cache.dataset;
    try {
      const data = new TransferData(request);
      const { targets, inputs, vectors } = await data.of(splitOf(transferOptions.parse(options).trainSplit, from), from);
      const shapes = {
        targetShape: targets.shape,
        ...(inputs && { inputShape: inputs.shape }),
        ...(vectors && { vectorWidth: vectors.shape.at(-1) as number }),
      };
      const build = { parameters: scope, embedding, segments, classes, ...shapes };
      return new Trial(request, data, random, scope, await task.createHead(options, build), shapes);
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
    const data = await this.data.of(splitOf(settings.trainSplit, from), from);
    if (head.prepare) await head.prepare(readBatches(data, wholeOrder(data), settings.batchSize));
    await trainHead({
      head,
      parameters: this.scope,
      embedding: this.request.cache.encoder.embedding,
      data,
      settings,
      random: this.random.fork('training'),
      onEpoch: async (epoch) => {
        onProgress?.(`${task.name} head on ${from}`, epoch / settings.epochs);
        if (afterEpoch === undefined && epoch < settings.epochs) return;
        if (head.calibrate) await head.calibrate(await this.outputs(this.validationSplit, from));
        await afterEpoch?.(epoch);
      },
    });
  }

  /** Scores on the validation split of the labelled modality. */
  async validate(): Promise<Measures> {
    return this.head.measure(await this.outputs(this.validationSplit, this.request.from));
  }

  /** Scores on the split that the protocol measures. */
  async test(modality: string): Promise<Pick<TransferResult, 'to' | 'split' | 'clips' | 'measures'>> {
    const split = splitOf(measuredSplit(this.settings), modality);
    const { codes } = await this.data.of(split, modality);
    return { to: modality, split, clips: codes.clips, measures: await this.head.measure(await this.outputs(split, modality)) };
  }

  dispose(): void {
    this.scope.dispose();
  }

  private get validationSplit(): string {
    return splitOf(this.settings.validationSplit, this.request.from);
  }

  private async outputs(split: string, modality: string): Promise<AsyncIterable<PredictionBatch>> {
    return applyHead(this.head, await this.data.of(split, modality), this.settings.batchSize, this.random);
  }
}

const wholeOrder = ({ codes }: HeadData): Int32Array => Int32Array.from({ length: codes.clips }, (_, clip) => clip);
