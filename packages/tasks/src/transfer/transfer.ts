import { CmgError, type ClipValues, inMemory, type Measures, ParameterScope, Random, type Task } from '@cmg/core';
import type { CodeCache } from '../codes/cache-codes.js';
import { applyHead } from './apply-head.js';
import type { HeadData } from './read-batches.js';
import { trainHead } from './train-head.js';
import { transferOptions, type TransferOptions } from './transfer-options.js';

export interface TransferRequest<Options> {
  /** The data as the frozen encoder sees it. */
  readonly cache: CodeCache;
  readonly task: Task<Options>;
  /** The task's options, {@link transferOptions} among them. */
  readonly options: Options;
  /** The labelled modality: the head is trained on its codes alone. */
  readonly from: string;
  /** The modalities to measure on; default: all of the encoder, the labelled one included. */
  readonly to?: readonly string[];
  /** Of the head's first values and the order of its batches. */
  readonly seed: number;
  /** Told of training: what, and the share done in [0, 1]. */
  readonly onProgress?: (what: string, done: number) => void;
}

/** What a head that was trained on one modality scores on one modality. Plain values, ready for JSON. */
export interface TransferResult {
  readonly task: string;
  /** The labelled modality. */
  readonly from: string;
  /** The modality measured; where it is the labelled one, the score is the upper bound of the others. */
  readonly to: string;
  readonly protocol: TransferOptions['protocol'];
  /** The split measured on, and its clips. */
  readonly split: string;
  readonly clips: number;
  readonly seed: number;
  readonly classes: readonly string[];
  readonly measures: Measures;
}

/**
 * Trains a head on the codes of one modality and measures it, unchanged, on those of others: cross modal generalization.
 *
 * Protocol `heldout` measures on the test split. `official` measures on the training split, as the official AVE script
 * does: the head has seen these clips' labels, in the labelled modality. One protocol measures every modality on the same
 * clips, so the labelled one stays their upper bound. No split is used to choose anything: the last epoch counts.
 *
 * The encoder is not touched, and the same seed on the same backend gives the same scores.
 *
 * @returns one result per modality of `to`, in its order
 * @throws CmgError where the data lacks a split or labels, or the encoder a modality
 */
export async function transfer<Options>(request: TransferRequest<Options>): Promise<TransferResult[]> {
  const { cache, task, options, from, to = cache.encoder.modalities, seed, onProgress } = request;
  const settings = transferOptions.parse(options);
  const random = new Random(seed).fork('head', task.name, from);
  const parameters = ParameterScope.root(random.fork('parameters')).child('head');
  const { embedding, segments } = cache.encoder;
  const { classes } = cache.dataset;
  try {
    const data = await headData(request, settings.trainSplit, from);
    const inputShape = data.inputs?.shape;
    const head = await task.createHead(options, { parameters, embedding, segments, classes, ...(inputShape && { inputShape }) });
    const onEpoch = (done: number) => onProgress?.(`${task.name} head on ${from}`, done);
    await trainHead({ head, parameters, data, settings, random: random.fork('training'), onEpoch });
    const split = settings.protocol === 'official' ? settings.trainSplit : settings.testSplit;
    const results: TransferResult[] = [];
    for (const modality of to) {
      const held = await headData(request, split, modality);
      const measures = await head.measure(applyHead(head, held, settings.batchSize, random));
      const { clips } = held.codes;
      results.push({ task: task.name, from, to: modality, protocol: settings.protocol, split, clips, seed, classes, measures });
    }
    return results;
  } finally {
    parameters.dispose();
  }
}

/** What a head on one modality's codes reads and learns on a split. */
async function headData<Options>({ cache, task, options }: TransferRequest<Options>, split: string, modality: string): Promise<HeadData> {
  const codes = await cache.codes(split, modality);
  const source = {
    dataset: cache.dataset,
    split,
    modality,
    async codes(name: string) {
      const { indices, clips, segments } = await cache.codes(split, name);
      return inMemory({ data: Float32Array.from(indices), shape: [clips, segments] });
    },
  };
  const complete = (what: string, values: ClipValues) => {
    if (values.clips === codes.clips) return values;
    throw new CmgError(`has ${what} for ${values.clips} clips, the split has ${codes.clips}`, { where: `${task.name}, ${split}` });
  };
  const targets = complete('targets', await task.targets(options, source));
  const inputs = task.inputs && complete('inputs', await task.inputs(options, source));
  return { codes, targets, inputs };
}
