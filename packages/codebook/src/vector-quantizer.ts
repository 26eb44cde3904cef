import { CmgError, type Codebook, type CodebookFactory, type CodebookState, type EmaOptions, Random, type ResetOptions } from '@cmg/core';
import { expectShape } from '@cmg/nn';
import * as tf from '@tensorflow/tfjs';
import type { CodebookOptions } from './codebook-options.js';
import { replacing } from './code-reset.js';
import { type CodebookUpdate, codebookUpdater } from './codebook-updater.js';
import { averaging } from './ema.js';
import { emaOptions } from './ema-update.js';
import { resetOptions } from './reset-codes.js';
import { residualCodebook } from './residual-codebook.js';
import type { ResidualOptions } from './residual-options.js';
import { sharedCodebook } from './shared-codebook.js';

const KINDS: Readonly<Record<'shared' | 'residual', CodebookFactory>> = {
  shared: sharedCodebook,
  residual: residualCodebook,
};

/** Options of the kind of codebook, and its own. All but the width have defaults. */
export interface VectorQuantizerOptions extends Partial<CodebookOptions>, Partial<Pick<ResidualOptions, 'levels' | 'dropout'>> {
  /** D. */
  readonly width: number;
  /** One of ours by name, or any other; default: `shared`. */
  readonly kind?: keyof typeof KINDS | CodebookFactory;
  /** Seed of first codes and resets; default 0. */
  readonly seed?: number;
  /** How codes learn. */
  readonly ema?: Partial<EmaOptions>;
  /** Which codes are dead, and what replaces them; `false`: codes are never replaced. */
  readonly reset?: Partial<ResetOptions> | false;
}

/** Vectors and their codes; see `Quantized` of `@cmg/core`. */
export interface QuantizedVectors<Z extends tf.Tensor> {
  /** The codes by value, with a gradient that passes to z; the shape of z. */
  readonly quantized: Z;
  /** The codes, without gradient; the shape of z. */
  readonly codes: Z;
  /** Which codes, int32, [N, L] or [B, T, L]; with H heads [N, H] or [B, T, H]. */
  readonly indices: tf.Tensor;
}

/**
 * A codebook that keeps its state, for vectors of one kind in a training loop of your own. Its first codes are among the first vectors
 * that it sees. z is [N, D] or [B, T, D], which is checked; the caller disposes what is returned.
 *
 * @example
 * const codebook = new VectorQuantizer({ size: 512, width: 64 });
 * const { quantized, indices } = codebook.quantize(z);
 * codebook.update(z);
 */
export class VectorQuantizer {
  readonly codebook: Codebook;
  private readonly width: number;
  private readonly random: Random;
  private readonly learn: CodebookUpdate;
  private current: CodebookState | undefined;
  private steps = 0;

  /** @throws ZodError if an option is wrong, CmgError if the options do not fit the width */
  constructor({ width, kind = 'shared', seed = 0, ema = {}, reset = {}, ...options }: VectorQuantizerOptions) {
    const factory = typeof kind === 'string' ? KINDS[kind] : kind;
    const parsed = factory.options.parse(options);
    const [mistake] = factory.mistakes?.(parsed, width) ?? [];
    if (mistake !== undefined) throw new CmgError(mistake.message, { where: mistake.option, kind: 'usage' });
    this.width = width;
    this.codebook = factory.create(parsed, { width, modalities: [VECTORS] });
    this.random = new Random(seed);
    this.learn = codebookUpdater(this.codebook, [
      averaging(this.codebook, emaOptions.parse(ema)),
      ...(reset === false ? [] : [replacing(this.codebook, resetOptions.parse(reset))]),
    ]);
  }

  /** Its tensors by name, which it disposes itself; undefined before it has seen a vector. Setting it (to a saved state) copies. */
  get state(): CodebookState | undefined {
    return this.current;
  }

  set state(state: CodebookState | undefined) {
    this.replace(state && Object.fromEntries(Object.entries(state).map(([name, tensor]) => [name, tf.clone(tensor)])));
  }

  /** For training: differentiable in z. */
  quantize<Z extends tf.Tensor>(z: Z): QuantizedVectors<Z> {
    const clips = this.asClips(z);
    const state = this.started(clips);
    const { quantized, codes, indices } = this.codebook.assign(state, clips, VECTORS, { training: true, random: this.step });
    return {
      quantized: quantized.reshape(z.shape),
      codes: codes.reshape(z.shape),
      indices: indices.reshape([...z.shape.slice(0, -1), -1]),
    };
  }

  /** After training: nothing is drawn. */
  encode<Z extends tf.Tensor>(z: Z): Omit<QuantizedVectors<Z>, 'quantized'> {
    const clips = this.asClips(z);
    const state = this.started(clips);
    return tf.tidy(() => {
      const { codes, indices } = this.codebook.encode(state, clips, VECTORS);
      return { codes: codes.reshape<Z>(z.shape), indices: indices.reshape([...z.shape.slice(0, -1), -1]) };
    });
  }

  /** Lets the codes learn from vectors, counts their use, and replaces dead ones. Call it once a step, after the optimiser. */
  update(z: tf.Tensor): void {
    const next = tf.tidy(() => {
      const vectors = this.asClips(z);
      const last = this.started(vectors);
      const { indices } = this.codebook.assign(last, vectors, VECTORS, { training: true, random: this.step });
      const batch = { modalities: [VECTORS], semantic: { [VECTORS]: vectors }, indices: { [VECTORS]: indices }, random: this.step };
      return { ...this.learn(last, batch) };
    });
    this.replace(next);
    this.steps += 1;
  }

  dispose(): void {
    this.replace(undefined);
  }

  /** Each vector of [N, D] as a clip of one segment. */
  private asClips(z: tf.Tensor): tf.Tensor3D {
    expectShape(z, z.rank === 2 ? ['N', this.width] : ['B', 'T', this.width], 'VectorQuantizer');
    return z.rank === 3 ? (z as tf.Tensor3D) : z.reshape([-1, 1, this.width]);
  }

  private get step(): Random {
    return this.random.fork('step', this.steps);
  }

  private started(z: tf.Tensor3D): CodebookState {
    if (this.current === undefined) this.replace(tf.tidy(() => ({ ...this.codebook.start(this.random, () => ({ [VECTORS]: z })) })));
    return this.current as unknown as CodebookState;
  }

  private replace(next: CodebookState | undefined): void {
    for (const tensor of Object.values(next ?? {})) tf.keep(tensor);
    for (const tensor of Object.values(this.current ?? {})) tensor.dispose();
    this.current = next;
  }
}

/** The one modality of a codebook outside of a run. */
const VECTORS = 'vectors';
