import { ParameterScope, Random } from '@cmg/core';
import { linear } from '@cmg/nn';
import { expectClose } from '@cmg/test-support';
import * as tf from '@tensorflow/tfjs';
import { laneLinear } from '../src/index.js';

describe('laneLinear', () => {
  it('is one linear map a lane, with the parameters that linear would have', () => {
    const lanes = ['a', 'b'];
    const together = ParameterScope.root(new Random(1), tf);
    const map = laneLinear(
      lanes.map((name) => together.child(name)),
      3,
      2,
    );
    const x = tf.randomNormal([2, 5, 3], 0, 1, 'float32', 1);
    const alone = ParameterScope.root(new Random(1), tf);
    const expected = tf.stack(lanes.map((name, i) => linear(alone.child(name), 3, 2)(x.gather(i))));
    expectClose(map(x), expected.dataSync(), 1e-6);
    expect([...together.parameters.keys()].sort()).toEqual([...alone.parameters.keys()].sort());
  });

  it('names the shape it expects', () => {
    const map = laneLinear([ParameterScope.root(new Random(1), tf).child('a')], 3, 2);
    expect(() => map(tf.zeros([2, 5, 3]))).toThrow('a: expected a tensor of shape [1, R, 3], got [2, 5, 3]');
  });
});
