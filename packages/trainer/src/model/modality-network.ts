import {
  CmgError,
  type Decoder,
  type EncoderContext,
  type ForwardContext,
  type FrontEnd,
  type ModalityConfig,
  type ModalityPlugin,
  type ParameterScope,
  type SemanticEncoder,
  type SpecificEncoder,
} from '@cmg/core';
import { dropout } from '@cmg/nn';
import type * as tf from '@tensorflow/tfjs';
import { checkedNetwork } from './checked-network.js';
import { componentLabel } from './component-label.js';
import type { DataShapes } from './data-shapes.js';
import { withContext } from './with-context.js';

/** The parts that lead from x to z. */
export interface SemanticParts {
  readonly frontEnd: FrontEnd | undefined;
  readonly semantic: SemanticEncoder;
}

/** The parts of one modality, built. */
export interface ModalityParts extends SemanticParts {
  readonly specific: SpecificEncoder;
  readonly decoder: Decoder;
}

export interface ModalityNetwork extends ModalityParts {
  /** Builds the parts that lead to z once more, with parameters at the same paths of another tree. */
  semanticIn(root: ParameterScope): SemanticParts;
}

/** z of one modality, [B, T, ...featureShape] -> [B, T, D]. */
export function semanticOf({ frontEnd, semantic }: SemanticParts, x: tf.Tensor, context: ForwardContext): tf.Tensor3D {
  return semantic.apply(frontEnd?.apply(x, context) ?? x, context);
}

/** Shape of one segment of the modality's features in the data; a CmgError where the data and the plugin do not fit. */
function featureShapeOf(plugin: ModalityPlugin, { featureShapes }: DataShapes): readonly number[] {
  const where = `modality '${plugin.name}'`;
  const shape = featureShapes[plugin.name];
  if (shape === undefined) {
    const known = Object.keys(featureShapes).join(', ') || 'none';
    throw new CmgError('the data set has no features of it', { kind: 'usage', where, hint: `The data set has: ${known}.` });
  }
  const { axes, otherAxes = [], description } = plugin.features;
  const kinds = [axes, ...otherAxes];
  if (!kinds.some(({ length }) => length === shape.length)) {
    const expected = kinds.map((letters) => `[${letters.join(', ')}]`).join(' or ');
    throw new CmgError(`takes segments of shape ${expected}, the data set has [${shape.join(', ')}]`, {
      kind: 'usage',
      where,
      hint: `Its features are: ${description}.`,
    });
  }
  return shape;
}

function buildSemantic(
  plugin: ModalityPlugin,
  options: ModalityConfig['options'],
  tree: ParameterScope,
  width: number,
  data: DataShapes,
): SemanticParts {
  const { name } = plugin;
  const dataShape = featureShapeOf(plugin, data);
  const frontEnd = plugin.createFrontEnd?.(options, { parameters: tree.child('front-end').child(name), width, featureShape: dataShape });
  const parameters = tree.child('encoder').child(name).child('semantic');
  const featureShape = frontEnd?.featureShape ?? dataShape;
  return { frontEnd, semantic: plugin.createSemanticEncoder(options, { parameters, width, featureShape }) };
}

/** Builds the parts of one modality that lead to z, as they are after training: {@link buildModalityNetwork} without the rest. */
export function buildSemanticParts(
  plugin: ModalityPlugin,
  { options, context = 'clip' }: ModalityConfig,
  root: ParameterScope,
  width: number,
  data: DataShapes,
): SemanticParts {
  return withReach(buildSemantic(plugin, options, root, width, data), context);
}

/**
 * Builds the parts of one modality under `front-end/<modality>`, `encoder/<modality>/semantic`,
 * `encoder/<modality>/specific` and `decoder/<modality>`.
 *
 * @param config the modality's line of the run's config
 * @throws CmgError where the data set lacks the modality or its features have the wrong number of axes
 */
export function buildModalityNetwork(
  plugin: ModalityPlugin,
  config: ModalityConfig,
  root: ParameterScope,
  width: number,
  data: DataShapes,
): ModalityNetwork {
  const { name } = plugin;
  const { options, context = 'clip', featureDropout = 0 } = config;
  const { frontEnd, semantic } = buildSemantic(plugin, options, root, width, data);
  const featureShape = frontEnd?.featureShape ?? featureShapeOf(plugin, data);
  const part = (scope: ParameterScope) => ({ parameters: scope, width, featureShape });
  const specific = plugin.createSpecificEncoder(options, part(root.child('encoder').child(name).child('specific')));
  const decoder = plugin.createDecoder(options, {
    ...part(root.child('decoder').child(name)),
    specificShape: specific.specificShape,
  });
  const parts = checkedNetwork(
    { frontEnd, semantic, specific, decoder },
    { label: componentLabel('modality', config), width, featureShape },
  );
  const limited = (found: SemanticParts) => withReach(withHidden(found, featureDropout, `encoder/${name}/features`), context);
  return { ...parts, ...limited(parts), semanticIn: (tree) => limited(buildSemantic(plugin, options, tree, width, data)) };
}

/** The parts with dropout of what the semantic encoder reads; what the decoder has to rebuild is whole. */
function withHidden({ frontEnd, semantic }: SemanticParts, rate: number, label: string): SemanticParts {
  if (rate === 0) return { frontEnd, semantic };
  return { frontEnd, semantic: { ...semantic, apply: (x, context) => semantic.apply(dropout(x, rate, context, label), context) } };
}

/** The parts as far as the modality's encoders see along a clip. */
function withReach({ frontEnd, semantic }: SemanticParts, context: EncoderContext): SemanticParts {
  return { frontEnd: frontEnd && withContext(frontEnd, context), semantic: withContext(semantic, context) };
}
