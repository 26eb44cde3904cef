import { type CodebookOptions, combinedCodes, combineHeads, quantize } from '@cmg/codebook';
import {
  CmgError,
  type CodebookState,
  forModality,
  type ForwardContext,
  type ParameterMap,
  type ParameterScope,
  perModality,
  type PerModality,
  Random,
  type SpecificFeatures,
  type StepState,
} from '@cmg/core';
import * as tf from '@tensorflow/tfjs';
import type { DataShapes } from './data-shapes.js';
import type { ModalityNetwork } from './modality-network.js';

/** Codes of a batch of clips of one modality. */
export interface Encoding {
  /** Index of the nearest code of each segment, a row of {@link Model.vocabulary}, int32 [B, T]. */
  readonly indices: tf.Tensor2D;
  /** The nearest codes, [B, T, D]. */
  readonly codes: tf.Tensor3D;
}

/** Dropout is off, so nothing is drawn from it. */
const INFERENCE: ForwardContext = { training: false, random: new Random(0) };

/** The networks of all modalities of a run and the codebook that they share. */
export class Model {
  private state: CodebookState | undefined;
  /** Of several heads, made when first read. */
  private combined: tf.Tensor2D | undefined;

  constructor(
    /** Root of all parameters of the run, those of objectives included. */
    readonly scope: ParameterScope,
    /** In the config's order. */
    readonly networks: PerModality<ModalityNetwork>,
    readonly width: number,
    readonly data: DataShapes,
    private readonly options: CodebookOptions,
  ) {}

  get modalities(): readonly string[] {
    return Object.keys(this.networks);
  }

  get parameters(): ParameterMap {
    return this.scope.parameters;
  }

  get hasCodebook(): boolean {
    return this.state !== undefined;
  }

  /** Throws until the first codes are set: they may come from the first batch. */
  get codebook(): CodebookState {
    if (this.state === undefined) throw new CmgError('the model has no codes yet: train it or load a checkpoint');
    return this.state;
  }

  /** What a segment can be to downstream tasks: the codes [K, D], or all combinations of those of H heads [K^H, D]. */
  get vocabulary(): tf.Tensor2D {
    const { embedding } = this.codebook;
    if (this.options.heads === 1) return embedding;
    return (this.combined ??= tf.keep(combinedCodes(embedding, this.options.heads)));
  }

  /** Takes over a new state's tensors, which must be none of the old state's, and frees the old ones. */
  setCodebook(next: CodebookState): void {
    this.disposeCodebook();
    for (const tensor of tensorsOf(next)) tf.keep(tensor);
    this.state = next;
  }

  /** z of one modality, [B, T, ...featureShape] -> [B, T, D]. */
  semantic(modality: string, x: tf.Tensor, context: ForwardContext = INFERENCE): tf.Tensor3D {
    const { frontEnd, semantic } = forModality(this.networks, modality);
    return semantic.apply(frontEnd?.apply(x, context) ?? x, context);
  }

  /** The codes of a batch, in inference mode: x [B, T, ...featureShape] -> indices [B, T] and codes [B, T, D]. */
  encode(modality: string, x: tf.Tensor): Encoding {
    const { embedding } = this.codebook;
    const { indices, codes } = tf.tidy(() => {
      const found = quantize(this.semantic(modality, x), embedding, this.options);
      return { indices: combineHeads(found.indices, embedding.shape[0], this.options.heads), codes: found.codes };
    });
    return { indices, codes };
  }

  /**
   * One pass over a batch of all modalities, [B, T, ...featureShape] each; differentiable, so not tidied.
   *
   * @param codebook in place of the model's own
   */
  forward(batch: PerModality<tf.Tensor>, context: ForwardContext, codebook: CodebookState = this.codebook): StepState {
    const { modalities } = this;
    const targets = perModality(modalities, (m) => forModality(this.networks, m).frontEnd?.apply(forModality(batch, m), context) ?? forModality(batch, m));
    const semantic = perModality(modalities, (m) => forModality(this.networks, m).semantic.apply(forModality(targets, m), context));
    const split: PerModality<SpecificFeatures> = perModality(modalities, (m) =>
      forModality(this.networks, m).specific.apply(forModality(targets, m), context),
    );
    const found = perModality(modalities, (m) => quantize(forModality(semantic, m), codebook.embedding, this.options));
    return {
      modalities,
      random: context.random,
      targets,
      semantic,
      specific: perModality(modalities, (m) => forModality(split, m).specific),
      clubView: perModality(modalities, (m) => forModality(split, m).clubView),
      indices: perModality(modalities, (m) => forModality(found, m).indices),
      distances: perModality(modalities, (m) => forModality(found, m).distances),
      codes: perModality(modalities, (m) => forModality(found, m).codes),
      quantized: perModality(modalities, (m) => forModality(found, m).quantized),
      codebook,
      decode: (m, quantized, specific) => forModality(this.networks, m).decoder.apply(quantized, specific, context),
    };
  }

  /** Frees all parameters and the codebook. */
  dispose(): void {
    this.scope.dispose();
    this.disposeCodebook();
  }

  private disposeCodebook(): void {
    if (this.state !== undefined) tf.dispose(tensorsOf(this.state));
    this.combined?.dispose();
    this.state = this.combined = undefined;
  }
}

const tensorsOf = ({ embedding, emaCount, emaSum, sinceUse }: CodebookState): tf.Tensor[] => [embedding, emaCount, emaSum, sinceUse];
