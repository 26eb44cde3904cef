import type { tf } from './tensorflow.js';
import type { Component } from './component.js';
import type { Extractor } from './extractor.js';
import type { ForwardContext } from './forward-context.js';
import type { ParameterScope } from './parameter-scope.js';

/** What a plugin needs to build one of its parts. */
export interface ModalityBuild {
  /** Where this part makes its parameters. */
  readonly parameters: ParameterScope;
  /** D, the width of semantic features and codes. */
  readonly width: number;
  /** Shape of one segment's features, [F] or [H, W, F]: the data's, or the front end's output if there is one. */
  readonly featureShape: readonly number[];
}

/** A trainable map x -> h that both encoders share and the decoder rebuilds (text: the BiLSTM over words). */
export interface FrontEnd {
  /** Shape of one segment of h. */
  readonly featureShape: readonly number[];
  /** [B, T, ...] -> [B, T, ...featureShape]. */
  apply(x: tf.Tensor, context: ForwardContext): tf.Tensor;
}

/** x [B, T, ...] -> semantic features z [B, T, D]: what the modality shares with the others. */
export interface SemanticEncoder {
  apply(x: tf.Tensor, context: ForwardContext): tf.Tensor3D;
}

/** Modality-specific features: `specific` for the decoder, and a flat view of it for CLUB. */
export interface SpecificFeatures {
  /** s, [B, T, ...]. */
  readonly specific: tf.Tensor;
  /** c, [B, T, C]. */
  readonly clubView: tf.Tensor3D;
}

export interface SpecificEncoder {
  /** C, the width of the CLUB view. */
  readonly clubWidth: number;
  /** Shape of one segment of s. */
  readonly specificShape: readonly number[];
  /** x [B, T, ...] -> s and c. */
  apply(x: tf.Tensor, context: ForwardContext): SpecificFeatures;
}

export interface Decoder {
  /** (q [B, T, D], s [B, T, ...]) -> reconstruction of x (of h if there is a front end). */
  apply(quantized: tf.Tensor3D, specific: tf.Tensor, context: ForwardContext): tf.Tensor;
}

/** Which features a plugin takes. */
export interface FeatureSpec {
  /** Letters of one segment's axes, for example ['F'] or ['H', 'W', 'F']. */
  readonly axes: readonly string[];
  /** Axes of further kinds of features that it takes, such as [['F']]. */
  readonly otherAxes?: readonly (readonly string[])[];
  /** For example 'VGGish embeddings or log-mel patches'. */
  readonly description: string;
}

/**
 * A modality: a descriptor without state. Importing a plugin has no side effect; its `create` functions build the parts.
 * Method of the paper, section 3.2: a semantic encoder Phi, a modality-specific encoder Psi and a decoder D per modality.
 */
export interface ModalityPlugin<Options = unknown> extends Component<Options> {
  readonly features: FeatureSpec;
  /** Extractors of features from raw media, the default first. */
  readonly extractors?: readonly Extractor[];
  createFrontEnd?(options: Options, build: ModalityBuild): FrontEnd;
  createSemanticEncoder(options: Options, build: ModalityBuild): SemanticEncoder;
  createSpecificEncoder(options: Options, build: ModalityBuild): SpecificEncoder;
  /** `build.featureShape` is the shape to rebuild; `specificShape` that of the specific encoder's output. */
  createDecoder(options: Options, build: ModalityBuild & { readonly specificShape: readonly number[] }): Decoder;
}
