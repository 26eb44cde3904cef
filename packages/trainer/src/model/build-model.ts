import { type Components, type ModalityPlugin, ParameterScope, Random, type RunConfig } from '@cmg/core';
import * as tf from '@tensorflow/tfjs';
import type { DataShapes } from './data-shapes.js';
import { buildModalityNetwork } from './modality-network.js';
import { Model } from './model.js';

/**
 * Builds the networks of a config's modalities for data of the given shapes. Initial values depend on `config.seed` and
 * on each parameter's path alone. The codebook has no codes until training or a checkpoint sets them.
 *
 * @throws CmgError where a modality or the kind of codebook is unknown, or the data does not fit it
 */
export function buildModel(
  config: Pick<RunConfig, 'seed' | 'modalities' | 'width' | 'codebook'>,
  components: Pick<Components, 'modalities' | 'codebooks'>,
  data: DataShapes,
): Model {
  const scope = ParameterScope.root(new Random(config.seed).fork('model'), tf);
  try {
    const networks = Object.fromEntries(
      config.modalities.map((modality) => {
        const plugin: ModalityPlugin = components.modalities.get(modality.use);
        return [modality.use, buildModalityNetwork(plugin, modality, scope, config.width, data)];
      }),
    );
    const kind = components.codebooks.get(config.codebook.use);
    // Parsed again: the config of an older checkpoint lacks the options that are new.
    const options = kind.options.parse(config.codebook.options);
    return new Model(scope, networks, config.width, data, kind.create(options, { width: config.width, modalities: Object.keys(networks) }));
  } catch (error) {
    scope.dispose();
    throw error;
  }
}
