import { describeObjective } from '@cmg/core/testing';
import { compile } from '@cmg/runtime';
import { infonce, lateInteraction } from '../src/index.js';

describeObjective(infonce, { modalities: 2, compile });
describeObjective(infonce, { modalities: 2, options: { learnt: true }, compile });
describeObjective(lateInteraction, { modalities: 2, compile });
