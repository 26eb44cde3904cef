import { limitsOf } from '@cmg/test-support';
import { cmcm, crossCommitment, mmEma } from '../src/index.js';

test.each([
  { component: cmcm, limits: { variant: 'improved | paper | official = improved' } },
  { component: crossCommitment, limits: { beta: 'number >= 0 = 0.25' } },
  {
    component: mmEma,
    limits: {
      decay: 'number >= 0 < 1 = 0.99',
      epsilon: 'number >= 0 = 0.00001',
      order: 'sequential | joint = sequential',
      pairing: 'none | aligned | cross-attention = aligned',
    },
  },
])('$component.name: what its options may be, and are by default', ({ component, limits }) => {
  expect(limitsOf(component)).toEqual(limits);
});
