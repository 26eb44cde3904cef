import { describeTask } from '@cmg/core/testing';
import { classification, localisation, openSet, segmentation } from '../src/index.js';

describeTask(classification, { options: { hidden: 8 } });
describeTask(localisation, { options: { hidden: 8 } });
describeTask(localisation, { options: { hidden: 8, threshold: 'validation', background: false } });
describeTask(openSet, { options: { hidden: 8 } });
describeTask(segmentation, { options: { levels: [4, 8], width: 8 } });
