import type { tf } from './tensorflow.js';
import type { CodebookState } from './codebook-state.js';
import type { Component } from './component.js';
import type { ForwardContext } from './forward-context.js';
import type { PerModality } from './per-modality.js';
import type { Random } from './random.js';
import type { Assignment } from './step-state.js';

/** Segments assigned to codes. */
export interface Quantized {
  /** Squared distance of each segment to each code, >= 0, [B, T, K]: with several levels, to the codes of the first; with H heads [B, T H, K]. */
  readonly distances: tf.Tensor3D;
  /** The code of each segment at each level, int32 [B, T, L], in 0..K L - 1; with H heads [B, T, H], in 0..K - 1. */
  readonly indices: tf.Tensor3D;
  /** What represents each segment, [B, T, D]: its code, the sum of its levels' codes, or the codes of its heads; no gradient. */
  readonly codes: tf.Tensor3D;
  /** The codes by value, with a gradient that passes to z, [B, T, D]. */
  readonly quantized: tf.Tensor3D;
}

/** The codes of a batch of clips, as everything after training reads them. */
export interface Encoding {
  /** Rows of {@link Codebook.table}, int32 [B, T, L]. */
  readonly indices: tf.Tensor3D;
  /** Their sum over the levels, [B, T, D]. */
  readonly codes: tf.Tensor3D;
}

/** What one modality assigns to the codes. */
export interface CodeAssignment {
  /** The codes of each segment, as {@link Quantized.indices}; -1 for a segment that is not there, which contributes nothing. */
  readonly indices: tf.Tensor3D;
  /** What each segment contributes, [B, T, D]: with several levels, minus the codes of earlier levels; with heads, one part for each code. */
  readonly vectors: tf.Tensor3D;
}

/** Options of codes that are moving averages. */
export interface EmaOptions {
  /** g, the fraction of its past that an average keeps in one update, in [0, 1). */
  readonly decay: number;
  /** Laplace smoothing of the counts; 0 turns it off. */
  readonly epsilon: number;
  /** One update per modality, in sequence, or one update for all. */
  readonly order: 'sequential' | 'joint';
}

/** When a code is dead, and what replaces it. */
export interface ResetOptions {
  /** A code stays alive while any modality uses it, or only while every one does. */
  readonly rule: 'any' | 'every';
  /** Batches without use that a code survives. */
  readonly patience: number;
  /** A code is also dead if its moving count is below this; 0 turns this off. */
  readonly leastCount: number;
  /** What replaces it: a random segment, the mean of all modalities at one, or a random code in use. */
  readonly donor: 'segment' | 'aligned' | 'active-code';
  /** A donor code must have been used within this many batches. */
  readonly activeWithin: number;
  /** Codes whose squared distance is below this share of the variance of segments that modalities agree on become one; 0: none do. */
  readonly apart: number;
  /** Replace the code and its averages, or the code alone. */
  readonly writes: 'all' | 'codes';
}

/** What a codebook needs to build itself. */
export interface CodebookBuild {
  /** D. */
  readonly width: number;
  /** In the run's order. */
  readonly modalities: readonly string[];
}

/**
 * How segments become codes, and how codes learn. It owns no tensors: states are passed in and returned, and only these functions
 * know what a state contains. None of them disposes its arguments.
 *
 * A segment has L codes, one per level, and is represented by their sum. Levels do not share codes: those of level l follow those of the levels
 * before it in {@link Codebook.table}, so that an index alone identifies the code and its level.
 *
 * Kinds that this contract allows, besides those that we ship:
 * - a block of codes for each modality besides a shared one: `assign` receives the modality and chooses among the rows of the two blocks, and
 *   `update` receives the assignments in the order of the modalities;
 * - two levels of different sizes: `size` and `distances` are those of the first, and the table has the rows of both;
 * - codes that are a fixed lattice: a state without tensors, whose `update`, `reset` and `countUse` return it as it is.
 */
export interface Codebook<State extends CodebookState = CodebookState> {
  /** K, the number of codes of the first level: the last axis of {@link Quantized.distances}. */
  readonly size: number;
  /** L. */
  readonly levels: number;
  /** The number of codes of all levels together: each of {@link Quantized.indices} is below it. */
  readonly codeCount: number;
  /** True if codes neither start with, learn from, count, nor become segments that are not `present`. Others are refused where clips lack some. */
  readonly readsPresent?: boolean;
  /** The tensors of a state and their shapes: what a checkpoint must hold. */
  readonly shapes: { readonly [Name in keyof State]: readonly number[] };
  /**
   * The state before the first batch.
   *
   * @param samples z [B, T, D] of the first batch, computed on demand
   * @param present of its segments, as in {@link Assignment}; absent if all are there
   */
  start(random: Random, samples: () => PerModality<tf.Tensor3D>, present?: PerModality<tf.Tensor2D>): State;
  /**
   * A state that was learnt by the modalities `from`, in their order, as one of this codebook's modalities: what it holds of each
   * modality goes with it, and that of a new one begins. Pure. Absent if a state holds nothing of single modalities.
   */
  adopt?(state: State, from: readonly string[]): State;
  /**
   * Assigns segments z [B, T, D] to codes. Differentiable in z, so not tidied. Random draws in training happen within a
   * `hostValue`, from a fork of `context.random`.
   *
   * @throws CmgError if the shape does not fit
   */
  assign(state: State, z: tf.Tensor3D, modality: string, context: ForwardContext): Quantized;
  /** The codes of segments after training, z [B, T, D]; no gradient, nothing is drawn. */
  encode(state: State, z: tf.Tensor3D, modality: string): Encoding;
  /** The vectors that {@link Encoding.indices} refer to, [V, D]; a new tensor. */
  table(state: State): tf.Tensor2D;
  /**
   * The codes after one more batch; `assignments` has one entry per modality, in the run's order. Pure.
   *
   * @throws CmgError if the shapes do not fit
   */
  update(state: State, assignments: readonly CodeAssignment[], options: EmaOptions): State;
  /** The counters of use after one more batch. Pure. */
  countUse(state: State, batch: Assignment): State;
  /** The state with dead codes replaced. Pure; what is drawn is a `hostValue` of `batch.random`. */
  reset(state: State, batch: Assignment, options: ResetOptions): State;
}

/** What is wrong with one option of a component. */
export interface OptionMistake {
  readonly option: string;
  readonly message: string;
}

/** A kind of codebook: what a config names in `codebook`. */
export interface CodebookFactory<Options = unknown> extends Component<Options> {
  create(options: Options, build: CodebookBuild): Codebook;
  /** Finds options that are valid by themselves but not for this D; reported at the option's place in the config. */
  mistakes?(options: Options, width: number): readonly OptionMistake[];
}
