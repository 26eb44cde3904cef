import { CmgError, type ParameterScope } from '@cmg/core';
import type { Backbone } from './backbone.js';
import { pvtV2 } from './backbones/pvt-v2.js';
import { readWeights } from './backbones/read-weights.js';
import { resNet } from './backbones/resnet.js';
import { smallPyramid } from './backbones/small-pyramid.js';
import { TorchLayers } from './backbones/torch-layers.js';
import type { SegmentationOptions } from './segmentation-options.js';

/**
 * The backbone of the options; its parameters train with the head.
 *
 * @param channels of a picture
 * @throws CmgError where a network that is loaded has no file, or the file not its weights
 */
export async function createBackbone(
  { backbone, weights, levels }: Pick<SegmentationOptions, 'backbone' | 'weights' | 'levels'>,
  parameters: ParameterScope,
  channels: number,
): Promise<Backbone> {
  if (backbone === 'pyramid') return smallPyramid(parameters, channels, levels);
  if (weights === undefined) {
    throw new CmgError(`needs the option 'weights', a file of the weights of ${backbone}`, { kind: 'usage', where: 'segmentation' });
  }
  const layers = new TorchLayers(await readWeights(weights), parameters, weights);
  return (backbone === 'resnet' ? resNet : pvtV2)(layers, channels);
}
