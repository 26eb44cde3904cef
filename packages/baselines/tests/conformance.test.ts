import { describeObjective } from '@cmg/core/testing';
import { compile } from '@cmg/runtime';
import { codis, infonce, lateInteraction, mst, sMit, turn } from '../src/index.js';

describeObjective(infonce, { modalities: 2, compile });
describeObjective(infonce, { modalities: 2, options: { learnt: true }, compile });
describeObjective(lateInteraction, { modalities: 2, compile });
describeObjective(sMit, { modalities: 2, compile });
describeObjective(sMit, { modalities: 2, options: { similarity: 'cosine', marginGradient: 'stop' }, compile });
describeObjective(mst, { modalities: 2, compile });
describeObjective(codis, { modalities: 2, compile });
describeObjective(codis, { modalities: 2, options: { features: 'segments', iterations: 5, patience: 1 }, compile });
describeObjective(turn, { modalities: 2, compile });
describeObjective(turn, { modalities: 2, options: { hidden: 0, learnt: true }, compile });
