import { limitsOf } from '@cmg/test-support';
import { metricsFile, progress, reconstruction, tensorboard } from '../src/index.js';

test.each([
  { component: reconstruction, limits: { targetGradient: 'stop | flow = stop' } },
  { component: metricsFile, limits: {} },
  { component: tensorboard, limits: {} },
  { component: progress, limits: { to: 'stdout | stderr = stderr' } },
])('$component.name: what its options may be, and are by default', ({ component, limits }) => {
  expect(limitsOf(component)).toEqual(limits);
});
