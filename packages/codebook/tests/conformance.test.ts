import { describeObjective } from '@cmg/core/testing';
import { codeReset, commitment, ema } from '../src/index.js';

describeObjective(commitment);
describeObjective(ema);
describeObjective(codeReset);

describe('with a least count', () => describeObjective(codeReset, { options: { leastCount: 2 } }));
