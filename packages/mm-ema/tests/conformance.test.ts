import { describeObjective } from '@cmg/core/testing';
import { compile } from '@cmg/runtime';
import { cmcm, crossCommitment, mmEma } from '../src/index.js';

describeObjective(cmcm, { modalities: 2, compile });
describeObjective(crossCommitment, { modalities: 2, compile });
describeObjective(mmEma, { modalities: 2, compile });
