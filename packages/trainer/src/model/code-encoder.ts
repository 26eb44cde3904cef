import {
  CmgError,
  type Codebook,
  type CodebookState,
  type Components,
  type Encoding,
  forModality,
  type ModalityConfig,
  type NdArray,
  ParameterScope,
  parseOptions,
  type PerModality,
  Random,
  type RunConfig,
} from '@cmg/core';
import * as tf from '@tensorflow/tfjs';
import { componentLabel } from './component-label.js';
import type { DataShapes } from './data-shapes.js';
import { buildSemanticParts, semanticOf, type SemanticParts } from './modality-network.js';
import { INFERENCE } from './model.js';

/** What of a trained model gives codes: front ends, semantic encoders and codebook, without what trained them. Has to be disposed of. */
export class CodeEncoder {
  /** What the indices of {@link encode} stand for, [V, D]. */
  readonly vocabulary: tf.Tensor2D;

  private constructor(
    private readonly scope: ParameterScope,
    private readonly parts: PerModality<SemanticParts>,
    readonly codebook: Codebook,
    private readonly state: CodebookState,
  ) {
    this.vocabulary = tf.tidy(() => codebook.table(state));
  }

  /**
   * Makes it of a run's weights.
   *
   * @param tensors `parameters/<path>` and `codebook/<name>`, as in a checkpoint; those that it does not need are passed over
   * @param where the tensors are from, for messages
   * @throws CmgError where a component is unknown, or a tensor is missing or of another shape
   */
  static restore(
    config: Pick<RunConfig, 'modalities' | 'width' | 'codebook'>,
    components: Pick<Components, 'modalities' | 'codebooks'>,
    data: DataShapes,
    tensors: ReadonlyMap<string, NdArray>,
    where: string,
  ): CodeEncoder {
    const saved = (name: string, shape: readonly number[]): Float32Array => {
      const array = tensors.get(name);
      if (array?.shape.join() === shape.join()) return Float32Array.from(array.data);
      const got = array === undefined ? 'it is missing' : `got [${array.shape.join(', ')}]`;
      throw new CmgError(`expected '${name}' of shape [${shape.join(', ')}]; ${got}`, { where });
    };
    const scope = ParameterScope.root(new Random(0), tf, (path, shape) => saved(`parameters/${path}`, shape));
    try {
      const { width } = config;
      const parts = Object.fromEntries(
        config.modalities.map((modality) => {
          const plugin = components.modalities.get(modality.use);
          const options = parseOptions(plugin, modality, componentLabel('modality', modality)) as ModalityConfig['options'];
          return [modality.use, buildSemanticParts(plugin, { ...modality, options }, scope, width, data)];
        }),
      );
      const kind = components.codebooks.get(config.codebook.use);
      const options = parseOptions(kind, config.codebook, componentLabel('codebook', config.codebook));
      const codebook = kind.create(options, { width, modalities: Object.keys(parts) });
      const values = Object.entries(codebook.shapes).map(([name, shape]) => [name, saved(`codebook/${name}`, shape), shape] as const);
      const state = Object.fromEntries(values.map(([name, value, shape]) => [name, tf.tensor(value, [...shape], 'float32')]));
      return new CodeEncoder(scope, parts, codebook, state);
    } catch (error) {
      scope.dispose();
      throw error;
    }
  }

  /** Names of the tensors that it was made of. */
  get tensorNames(): readonly string[] {
    const parameters = [...this.scope.parameters.keys()].map((path) => `parameters/${path}`);
    return [...parameters, ...Object.keys(this.state).map((name) => `codebook/${name}`)];
  }

  /** x [B, T, ...featureShape] -> z [B, T, D], and its codes, indices [B, T, L] and vectors [B, T, D]. */
  encode(modality: string, x: tf.Tensor): Encoding & { readonly semantic: tf.Tensor3D } {
    return tf.tidy(() => {
      const semantic = semanticOf(forModality(this.parts, modality), x, INFERENCE);
      return { ...this.codebook.encode(this.state, semantic, modality), semantic };
    });
  }

  dispose(): void {
    this.scope.dispose();
    tf.dispose([this.vocabulary, this.state] as tf.TensorContainer);
  }
}
