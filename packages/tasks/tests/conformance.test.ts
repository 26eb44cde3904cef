import { describeTask } from '@cmg/core/testing';
import { compile } from '@cmg/runtime';
import { classification, localisation, openSet, segmentation } from '../src/index.js';

await describeTask(classification, { options: { hidden: 8 }, compile });
await describeTask(classification, { options: { hidden: 8, pool: 'max' }, compile });
await describeTask(localisation, { options: { hidden: 8 }, compile });
await describeTask(localisation, { options: { hidden: 8, threshold: 'validation', background: false }, compile });
await describeTask(openSet, { options: { hidden: 8 }, compile });
await describeTask(segmentation, { options: { levels: [4, 8], width: 8 }, compile });
