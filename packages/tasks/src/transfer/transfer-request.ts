import type { HeadBuild, Measures, ParameterMap, Task } from '@cmg/core';
import type { CodeCache } from '../codes/cache-codes.js';
import type { Reads } from '../codes/reads.js';
import type { TransferOptions } from './transfer-options.js';

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
  /** Given the head after it is measured and before it is freed, to keep it. Not with `select: best-measured`. */
  readonly onTrained?: (head: TrainedHead, results: readonly TransferResult[]) => Promise<void>;
}

/** A head that was trained. */
export interface TrainedHead extends Pick<HeadBuild, 'targetShape' | 'inputShape'> {
  readonly parameters: ParameterMap;
}

/** What a head that was trained on one modality scores on one modality. Plain values, ready for JSON. */
export interface TransferResult {
  readonly task: string;
  /** What the head reads of a segment. */
  readonly reads: Reads;
  /** The labelled modality. */
  readonly from: string;
  /** The modality measured; where it is the labelled one, the score is the upper bound of the others. */
  readonly to: string;
  readonly protocol: TransferOptions['protocol'];
  readonly select: TransferOptions['select'];
  /** The epoch measured, from 1 on. */
  readonly epoch: number;
  /** The split measured on, and its clips. */
  readonly split: string;
  readonly clips: number;
  readonly seed: number;
  readonly classes: readonly string[];
  readonly measures: Measures;
}
