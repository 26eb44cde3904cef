import { quantize } from '@cmg/codebook';
import {
  CmgError,
  of,
  perModality,
  Random,
  type CodebookState,
  type ForwardContext,
  type ParameterMap,
  type ParameterScope,
  type PerModality,
  type SpecificFeatures,
  type StepState,
} from '@cmg/core';
import * as tf from '@tensorflow/tfjs';
import type { DataShapes } from './data-shapes.js';
import type { ModalityNetwork } from './modality-network.js';

/** Codes of a batch of clips of one modality. */
export interface Encoding {
  /** Index of the nearest code of each segment, int32 [B, T]. */
  readonly indices: tf.Tensor2D;
  /** The nearest codes, [B, T, D]. */
  readonly codes: tf.Tensor3D;
}

/** Dropout is off, so nothing is drawn from it. */
const INFERENCE: ForwardContext = { training: false, random: new Random(0) };

/** The networks of all modalities of a run and the codebook that they share. */
export class Model {
  private state: CodebookState | undefined;

  constructor(
    /** Root of all parameters of the run, those of objectives included. */
    readonly scope: ParameterScope,
    /** In the config's order. */
    readonly networks: PerModality<ModalityNetwork>,
    readonly width: number,
    readonly data: DataShapes,
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

  /** Takes over a new state's tensors, which must be none of the old state's, and frees the old ones. */
  setCodebook(next: CodebookState): void {
    const old = this.state;
    for (const tensor of tensorsOf(next)) tf.keep(tensor);
    this.state = next;
    if (old !== undefined) tf.dispose(tensorsOf(old));
  }

  /** z of one modality, [B, T, ...featureShape] -> [B, T, D]. */
  semantic(modality: string, x: tf.Tensor, context: ForwardContext = INFERENCE): tf.Tensor3D {
    const { frontEnd, semantic } = of(this.networks, modality);
    return semantic.apply(frontEnd?.apply(x, context) ?? x, context);
  }

  /** The codes of a batch, in inference mode: x [B, T, ...featureShape] -> indices [B, T] and codes [B, T, D]. */
  encode(modality: string, x: tf.Tensor): Encoding {
    const { embedding } = this.codebook;
    const { indices, codes } = tf.tidy(() => {
      const found = quantize(this.semantic(modality, x), embedding);
      return { indices: found.indices, codes: found.codes };
    });
    return { indices, codes };
  }

  /** One pass over a batch of all modalities, [B, T, ...featureShape] each; differentiable, so not tidied. */
  forward(batch: PerModality<tf.Tensor>, context: ForwardContext, step: number): StepState {
    const { modalities, codebook } = this;
    const targets = perModality(modalities, (m) => of(this.networks, m).frontEnd?.apply(of(batch, m), context) ?? of(batch, m));
    const semantic = perModality(modalities, (m) => of(this.networks, m).semantic.apply(of(targets, m), context));
    const split: PerModality<SpecificFeatures> = perModality(modalities, (m) =>
      of(this.networks, m).specific.apply(of(targets, m), context),
    );
    const found = perModality(modalities, (m) => quantize(of(semantic, m), codebook.embedding));
    return {
      step,
      modalities,
      random: context.random,
      targets,
      semantic,
      specific: perModality(modalities, (m) => of(split, m).specific),
      clubView: perModality(modalities, (m) => of(split, m).clubView),
      indices: perModality(modalities, (m) => of(found, m).indices),
      distances: perModality(modalities, (m) => of(found, m).distances),
      codes: perModality(modalities, (m) => of(found, m).codes),
      quantized: perModality(modalities, (m) => of(found, m).quantized),
      codebook,
      decode: (m, quantized, specific) => of(this.networks, m).decoder.apply(quantized, specific, context),
    };
  }

  /** Frees all parameters and the codebook. */
  dispose(): void {
    this.scope.dispose();
    if (this.state !== undefined) tf.dispose(tensorsOf(this.state));
    this.state = undefined;
  }
}

const tensorsOf = ({ embedding, emaCount, emaSum, sinceUse }: CodebookState): tf.Tensor[] => [embedding, emaCount, emaSum, sinceUse];
