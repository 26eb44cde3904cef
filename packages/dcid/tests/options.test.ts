import { limitsOf } from '@cmg/test-support';
import { club, crossCpc } from '../src/index.js';

test.each([
  {
    component: club,
    limits: { bound: 'full | sampled = full', hidden: 'integer >= 1 = 128', steps: 'integer >= 1 = 5', learningRate: 'number > 0 = 0.001' },
  },
  {
    component: crossCpc,
    limits: {
      layers: 'integer >= 1 = 1',
      predictionSteps: 'integer >= 1 = 1',
      minStart: 'integer >= 0 = 1',
      candidates: 'targets | contexts = targets',
      selfWeight: 'number >= 0 = 0',
    },
  },
])('$component.name: what its options may be, and are by default', ({ component, limits }) => {
  expect(limitsOf(component)).toEqual(limits);
});
