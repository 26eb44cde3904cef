import { describeTask } from '@cmg/core/testing';
import { classification, localisation, openSet } from '../src/index.js';

describeTask(classification, { options: { hidden: 8 } });
describeTask(localisation, { options: { hidden: 8 } });
describeTask(openSet, { options: { hidden: 8 } });
