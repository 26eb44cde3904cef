import {
  CmgError,
  type Codebook,
  type CodebookState,
  type Encoding,
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
import { presentIndices } from '@cmg/nn';
import * as tf from '@tensorflow/tfjs';
import type { DataShapes } from './data-shapes.js';
import { type ModalityNetwork, semanticOf } from './modality-network.js';

/** Dropout is off, so nothing is drawn from it. */
export const INFERENCE: ForwardContext = { training: false, random: new Random(0) };

/** What training does with a model. */
export interface ModelTraining {
  /** The modalities whose clips are read, in the config's order. */
  readonly participants: readonly string[];
  /** Whether codes stay as they are. */
  readonly codebookIsFrozen: boolean;
}

/** What the encoders make of a batch, and the decoders. */
export type StepFeatures = Pick<StepState, 'inputs' | 'targets' | 'semantic' | 'specific' | 'clubView' | 'decode'>;

/** The networks of all modalities of a run and the codebook that they share. */
export class Model {
  private state: CodebookState | undefined;
  /** Of the present state, made when first read. */
  private table: tf.Tensor2D | undefined;

  constructor(
    /** Root of all parameters of the run, those of objectives included. */
    readonly scope: ParameterScope,
    /** In the config's order. */
    readonly networks: PerModality<ModalityNetwork>,
    readonly width: number,
    readonly data: DataShapes,
    readonly codebook: Codebook,
    readonly training: ModelTraining,
  ) {}

  get modalities(): readonly string[] {
    return Object.keys(this.networks);
  }

  get parameters(): ParameterMap {
    return this.scope.parameters;
  }

  get hasCodes(): boolean {
    return this.state !== undefined;
  }

  /** What the codebook has learnt. Throws until the first codes are set: they may come from the first batch. */
  get codebookState(): CodebookState {
    if (this.state === undefined) throw new CmgError('the model has no codes yet: train it or load a checkpoint');
    return this.state;
  }

  /** What the indices of {@link encode} stand for, [V, D]; the model's. */
  get vocabulary(): tf.Tensor2D {
    return (this.table ??= tf.keep(this.codebook.table(this.codebookState)));
  }

  /** Takes over a new state's tensors, which must be none of the old state's, and frees the old ones. */
  setCodebookState(next: CodebookState): void {
    this.disposeCodes();
    for (const tensor of Object.values(next)) tf.keep(tensor);
    this.state = next;
  }

  /** z of one modality, [B, T, ...featureShape] -> [B, T, D]. */
  semantic(modality: string, x: tf.Tensor, context: ForwardContext = INFERENCE): tf.Tensor3D {
    return semanticOf(forModality(this.networks, modality), x, context);
  }

  /**
   * A batch in inference mode: x [B, T, ...featureShape] -> z [B, T, D], and its codes, indices [B, T, L] and vectors [B, T, D].
   *
   * @param present which segments there are, [B, T]; default: all. Indices of others are -1, and what else is returned of them means nothing
   */
  encode(modality: string, x: tf.Tensor, present?: tf.Tensor2D): Encoding & { readonly semantic: tf.Tensor3D } {
    const state = this.codebookState;
    return tf.tidy(() => {
      const semantic = this.semantic(modality, x, present === undefined ? INFERENCE : { ...INFERENCE, present });
      const { indices, codes } = this.codebook.encode(state, semantic, modality);
      return { indices: presentIndices(indices, present), codes, semantic };
    });
  }

  /**
   * One pass over a batch of the modalities that take part in training, [B, T, ...featureShape] each; differentiable, so not tidied.
   *
   * @param codebook the state to use in place of the model's own
   * @param present which segments there are, [B, T] each; default: all
   */
  forward(
    batch: PerModality<tf.Tensor>,
    context: ForwardContext,
    codebook: CodebookState = this.codebookState,
    present?: PerModality<tf.Tensor2D>,
  ): StepState {
    return this.quantise(this.features(batch, context, present), context, codebook, present);
  }

  /** The first half of {@link forward}: what the encoders make of each clip by itself. */
  features(batch: PerModality<tf.Tensor>, context: ForwardContext, present?: PerModality<tf.Tensor2D>): StepFeatures {
    const { participants: modalities } = this.training;
    const contextOf = (m: string): ForwardContext => (present === undefined ? context : { ...context, present: forModality(present, m) });
    const targets = perModality(
      modalities,
      (m) => forModality(this.networks, m).frontEnd?.apply(forModality(batch, m), contextOf(m)) ?? forModality(batch, m),
    );
    const semantic = perModality(modalities, (m) => forModality(this.networks, m).semantic.apply(forModality(targets, m), contextOf(m)));
    const split: PerModality<SpecificFeatures> = perModality(modalities, (m) =>
      forModality(this.networks, m).specific.apply(forModality(targets, m), contextOf(m)),
    );
    return {
      inputs: batch,
      targets,
      semantic,
      specific: perModality(modalities, (m) => forModality(split, m).specific),
      clubView: perModality(modalities, (m) => forModality(split, m).clubView),
      decode: (m, quantized, specific) => forModality(this.networks, m).decoder.apply(quantized, specific, contextOf(m)),
    };
  }

  /** The second half of {@link forward}: the codes of a batch's features. */
  quantise(features: StepFeatures, context: ForwardContext, codebook: CodebookState, present?: PerModality<tf.Tensor2D>): StepState {
    const { participants: modalities } = this.training;
    const { semantic } = features;
    const contextOf = (m: string): ForwardContext => (present === undefined ? context : { ...context, present: forModality(present, m) });
    const found = perModality(modalities, (m) => this.codebook.assign(codebook, forModality(semantic, m), m, contextOf(m)));
    return {
      ...features,
      modalities,
      random: context.random,
      indices: perModality(modalities, (m) => presentIndices(forModality(found, m).indices, present?.[m])),
      ...(present && { present }),
      distances: perModality(modalities, (m) => forModality(found, m).distances),
      codes: perModality(modalities, (m) => forModality(found, m).codes),
      quantized: perModality(modalities, (m) => forModality(found, m).quantized),
      codebook,
    };
  }

  /** Frees all parameters and codes. */
  dispose(): void {
    this.scope.dispose();
    this.disposeCodes();
  }

  private disposeCodes(): void {
    tf.dispose([this.state, this.table] as tf.TensorContainer);
    this.state = this.table = undefined;
  }
}
