import { describeCodebook, describeObjective } from '@cmg/core/testing';
import { compile } from '@cmg/runtime';
import { codeReset, commitment, ema, residualCodebook, sharedCodebook, sparsity } from '../src/index.js';

describeObjective(commitment, { compile });
describeObjective(ema, { compile });
describeObjective(codeReset, { compile });
describeObjective(sparsity, { compile });

describe('with a least count', () => describeObjective(codeReset, { options: { leastCount: 2 }, compile }));
describe('with codes that are merged', () => describeObjective(codeReset, { options: { apart: 1 }, compile }));

describeCodebook(sharedCodebook, { options: { size: 7 }, compile });
describe('with heads and angles', () =>
  describeCodebook(sharedCodebook, { options: { size: 5, heads: 2, distance: 'cosine', initial: 'uniform' }, compile }));
describeCodebook(residualCodebook, { options: { size: 5, levels: 3 }, compile });
describe('with dropout and all other options', () =>
  describeCodebook(residualCodebook, {
    options: { size: 5, levels: 3, dropout: 1, initial: 'kmeans', distance: 'cosine', gradient: 'rotation' },
    compile,
  }));
