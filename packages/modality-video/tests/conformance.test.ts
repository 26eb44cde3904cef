import { describeModalityPlugin } from '@cmg/core/testing';
import { compile } from '@cmg/runtime';
import { videoPlugin } from '../src/index.js';

describe.each([[[7, 7, 8]], [[8]], [[1, 1, 8]], [[3, 3, 8]], [[4, 9, 8]]])('features [%s]', (featureShape) => {
  describeModalityPlugin(videoPlugin, { featureShape, options: { specificWidth: 6, heads: 2, feedForward: 7 }, compile });
});
