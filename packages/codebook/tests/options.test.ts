import { limitsOf } from '@cmg/test-support';
import { codeReset, commitment, ema, residualCodebook, sharedCodebook, sparsity } from '../src/index.js';

test.each([
  { component: commitment, limits: { beta: 'number >= 0 = 0.25' } },
  { component: sparsity, limits: {} },
  {
    component: ema,
    limits: { decay: 'number >= 0 < 1 = 0.99', epsilon: 'number >= 0 = 0.00001', order: 'sequential | joint = sequential' },
  },
  {
    component: codeReset,
    limits: {
      rule: 'any | every = any',
      patience: 'number > 0 = 50',
      leastCount: 'number >= 0 = 0',
      donor: 'segment | aligned | active-code = segment',
      activeWithin: 'number > 0 = 20',
      apart: 'number >= 0 = 0',
      writes: 'all | codes = all',
    },
  },
  {
    component: sharedCodebook,
    limits: {
      size: 'integer >= 2 = 128',
      initial: 'uniform | samples | aligned | kmeans = samples',
      initialCount: 'number >= 0 = 1',
      distance: 'euclidean | cosine = euclidean',
      heads: 'integer >= 1 = 1',
      gradient: 'straight-through | rotation = straight-through',
    },
  },
  {
    component: residualCodebook,
    limits: {
      size: 'integer >= 2 = 128',
      initial: 'uniform | samples | aligned | kmeans = samples',
      initialCount: 'number >= 0 = 1',
      distance: 'euclidean | cosine = euclidean',
      gradient: 'straight-through | rotation = straight-through',
      levels: 'integer >= 1 = 4',
      dropout: 'number >= 0 <= 1 = 0',
    },
  },
])('$component.name: what its options may be, and are by default', ({ component, limits }) => {
  expect(limitsOf(component)).toEqual(limits);
});
