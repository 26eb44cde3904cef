import {
  CmgError,
  type Decoder,
  type FrontEnd,
  type ModalityConfig,
  type ModalityPlugin,
  type ParameterScope,
  type SemanticEncoder,
  type SpecificEncoder,
} from '@cmg/core';
import { checkedNetwork } from './checked-network.js';
import { componentLabel } from './component-label.js';
import type { DataShapes } from './data-shapes.js';
import { withContext } from './with-context.js';

/** The parts of one modality, built. */
export interface ModalityNetwork {
  readonly frontEnd: FrontEnd | undefined;
  readonly semantic: SemanticEncoder;
  readonly specific: SpecificEncoder;
  readonly decoder: Decoder;
}

/** Shape of one segment of the modality's features in the data; a CmgError where the data and the plugin do not fit. */
function featureShapeOf(plugin: ModalityPlugin, { featureShapes }: DataShapes): readonly number[] {
  const where = `modality '${plugin.name}'`;
  const shape = featureShapes[plugin.name];
  if (shape === undefined) {
    const known = Object.keys(featureShapes).join(', ') || 'none';
    throw new CmgError('the data set has no features of it', { kind: 'usage', where, hint: `The data set has: ${known}.` });
  }
  const { axes, description } = plugin.features;
  if (shape.length !== axes.length) {
    throw new CmgError(`takes segments of shape [${axes.join(', ')}], the data set has [${shape.join(', ')}]`, {
      kind: 'usage',
      where,
      hint: `Its features are: ${description}.`,
    });
  }
  return shape;
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
  const { options, context = 'clip' } = config;
  const dataShape = featureShapeOf(plugin, data);
  const frontEnd = plugin.createFrontEnd?.(options, {
    parameters: root.child('front-end').child(name),
    width,
    featureShape: dataShape,
  });
  const featureShape = frontEnd?.featureShape ?? dataShape;
  const part = (scope: ParameterScope) => ({ parameters: scope, width, featureShape });
  const encoder = root.child('encoder').child(name);
  const semantic = plugin.createSemanticEncoder(options, part(encoder.child('semantic')));
  const specific = plugin.createSpecificEncoder(options, part(encoder.child('specific')));
  const decoder = plugin.createDecoder(options, {
    ...part(root.child('decoder').child(name)),
    specificShape: specific.specificShape,
  });
  const parts = checkedNetwork(
    { frontEnd, semantic, specific, decoder },
    { label: componentLabel('modality', config), width, featureShape },
  );
  return { ...parts, frontEnd: parts.frontEnd && withContext(parts.frontEnd, context), semantic: withContext(parts.semantic, context) };
}
