import { limitsOf } from '@cmg/test-support';
import { codis, infonce, lateInteraction, mst, sMit, turn } from '../src/index.js';

test.each([
  { component: infonce, limits: { temperature: 'number > 0 = 0.07', learnt: 'boolean = false' } },
  { component: lateInteraction, limits: { temperature: 'number > 0 = 0.07', learnt: 'boolean = false' } },
  {
    component: sMit,
    limits: {
      alpha: 'number >= 0 <= 1 = 0.5',
      marginGradient: 'keep | stop = keep',
      similarity: 'scaled-dot | dot | cosine = scaled-dot',
      temperature: 'number > 0 = 0.07',
    },
  },
  { component: mst, limits: { temperature: 'number > 0 = 0.36787944117144233', learnt: 'boolean = true' } },
  {
    component: codis,
    limits: {
      features: 'clips | segments = clips',
      momentum: 'number >= 0 < 1 = 0.995',
      beta: 'number >= 0.05 = 0.5',
      iterations: 'integer >= 1 = 50',
      temperature: 'number > 0 = 0.1',
      patience: 'integer >= 1 = 20',
    },
  },
  {
    component: turn,
    limits: {
      temperature: 'number > 0 = 0.07',
      learnt: 'boolean = false',
      hidden: 'number >= 0 <= 1 = 0.5',
      reconstruction: 'number >= 0 = 1',
    },
  },
])('$component.name: what its options may be, and are by default', ({ component, limits }) => {
  expect(limitsOf(component)).toEqual(limits);
});
