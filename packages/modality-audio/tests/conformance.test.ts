import { describeModalityPlugin } from '@cmg/core/testing';
import { compile } from '@cmg/runtime';
import { audioPlugin } from '../src/index.js';

describeModalityPlugin(audioPlugin, { featureShape: [6], options: { specificWidth: 5, heads: 2, feedForward: 7 }, compile });
