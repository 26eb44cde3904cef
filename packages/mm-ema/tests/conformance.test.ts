import { describeObjective } from '@cmg/core/testing';
import { cmcm, crossCommitment, mmEma } from '../src/index.js';

describeObjective(cmcm, { modalities: 2 });
describeObjective(crossCommitment, { modalities: 2 });
describeObjective(mmEma, { modalities: 2 });
