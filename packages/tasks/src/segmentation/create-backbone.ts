import type { ParameterScope } from '@cmg/core';
import type { Backbone } from './backbone.js';
import { smallPyramid } from './backbones/small-pyramid.js';
import type { SegmentationOptions } from './segmentation-options.js';

export async function createBackbone(options: SegmentationOptions, parameters: ParameterScope, channels: number): Promise<Backbone> {
  return smallPyramid(parameters, channels, options.levels);
}
