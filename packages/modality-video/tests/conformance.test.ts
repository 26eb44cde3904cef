import { describeModalityPlugin } from '@cmg/core/testing';
import { compile } from '@cmg/runtime';
import { videoPlugin } from '../src/index.js';

describeModalityPlugin(videoPlugin, { featureShape: [7, 7, 8], options: { specificWidth: 6, heads: 2, feedForward: 7 }, compile });
