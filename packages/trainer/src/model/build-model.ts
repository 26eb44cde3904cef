import {
  type Components,
  type ModalityConfig,
  type ModalityPlugin,
  type ParameterCheck,
  ParameterScope,
  parseOptions,
  Random,
  type RunConfig,
} from '@cmg/core';
import * as tf from '@tensorflow/tfjs';
import { componentLabel } from './component-label.js';
import type { DataShapes } from './data-shapes.js';
import { frozenNetwork } from './frozen-network.js';
import { buildModalityNetwork } from './modality-network.js';
import { Model } from './model.js';
import { participants } from './participants.js';

/**
 * Builds the networks of a config's modalities for data of the given shapes. Initial values depend on `config.seed` and
 * on each parameter's path alone. The codebook has no codes until training or a checkpoint sets them. Nothing trains the parameters of a
 * modality that `freeze` names, those included that it shares with others.
 *
 * @param check told of each parameter before it is made
 * @throws CmgError where a modality or the kind of codebook is unknown, or the data does not fit it
 */
export function buildModel(
  config: Pick<RunConfig, 'seed' | 'modalities' | 'width' | 'codebook'> & Partial<Pick<RunConfig, 'freeze' | 'training'>>,
  components: Pick<Components, 'modalities' | 'codebooks'>,
  data: DataShapes,
  check?: ParameterCheck,
): Model {
  const { freeze = [] } = config;
  let asked: string[] = [];
  const scope = ParameterScope.root(new Random(config.seed).fork('model'), tf, (path, shape) => {
    asked.push(path);
    return check?.(path, shape);
  });
  try {
    const networks = Object.fromEntries(
      config.modalities.map((modality) => {
        const plugin: ModalityPlugin = components.modalities.get(modality.use);
        const options = parseOptions(plugin, modality, componentLabel('modality', modality)) as ModalityConfig['options'];
        asked = [];
        const network = buildModalityNetwork(plugin, { ...modality, options }, scope, config.width, data);
        if (!freeze.includes(`modalities.${modality.use}`)) return [modality.use, network];
        for (const path of asked) (scope.parameters.get(path) as tf.Variable).trainable = false;
        return [modality.use, frozenNetwork(network)];
      }),
    );
    const kind = components.codebooks.get(config.codebook.use);
    const options = parseOptions(kind, config.codebook, componentLabel('codebook', config.codebook));
    const codebook = kind.create(options, { width: config.width, modalities: Object.keys(networks) });
    return new Model(scope, networks, config.width, data, codebook, {
      participants: participants(config),
      codebookIsFrozen: freeze.includes('codebook'),
    });
  } catch (error) {
    scope.dispose();
    throw error;
  }
}
