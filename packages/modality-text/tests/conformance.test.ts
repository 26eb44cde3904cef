import { describeModalityPlugin } from '@cmg/core/testing';
import { compile } from '@cmg/runtime';
import { textPlugin } from '../src/index.js';

describeModalityPlugin(textPlugin, { featureShape: [6], options: { specificWidth: 5, heads: 2, feedForward: 7, lstmWidth: 3 }, compile });
describeModalityPlugin(textPlugin, { featureShape: [6], options: { specificWidth: 5, heads: 2, feedForward: 7, lstmLayers: 0 }, compile });
