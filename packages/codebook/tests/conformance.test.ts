import { describeObjective } from '@cmg/core/testing';
import { compile } from '@cmg/runtime';
import { codeReset, commitment, ema } from '../src/index.js';

describeObjective(commitment, { compile });
describeObjective(ema, { compile });
describeObjective(codeReset, { compile });

describe('with a least count', () => describeObjective(codeReset, { options: { leastCount: 2 }, compile }));
