import { ParameterScope, Random } from '@cmg/core';
import * as tf from '@tensorflow/tfjs';
import { crossModalFusion } from '../src/segmentation/cross-modal-fusion.js';
import { largestError, segmentationFixture, stored } from './support/segmentation-fixture.js';

const { fusions } = segmentationFixture();

test.each(fusions)('$attention: as the non-local block in PyTorch, whose sequence is copied to every pixel', (example) => {
  const scope = ParameterScope.root(new Random(0), tf);
  const fuse = crossModalFusion(scope, 6, example.attention);
  expect([...scope.parameters.keys()].sort()).toEqual(Object.keys(example.parameters).sort());
  for (const [path, values] of Object.entries(example.parameters)) scope.parameters.get(path)!.assign(stored(values));
  expect(largestError(fuse(stored(example.x), stored(example.sequence)), example.fused)).toBeLessThan(1e-5);
});

test('at the start the sequence changes nothing, but its gradient reaches what will', () => {
  const scope = ParameterScope.root(new Random(0), tf);
  const fuse = crossModalFusion(scope, 6, 'dot');
  const [x, sequence] = [stored<tf.Tensor3D>(fusions[0]!.x), stored<tf.Tensor3D>(fusions[0]!.sequence)];
  expect(
    tf
      .sub(fuse(x, sequence), fuse(x, sequence.mul(-3)))
      .abs()
      .max()
      .dataSync()[0],
  ).toBe(0);
  const { grads } = tf.variableGrads(() => fuse(x, sequence).square().mul(tf.range(0, 6)).sum(), [scope.parameters.get('out/weight')!]);
  expect(Object.values(grads)[0]!.abs().min().dataSync()[0]).toBeGreaterThan(0);
});
