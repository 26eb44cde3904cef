import { ParameterScope, Random } from '@cmg/core';
import { expectClose, workedExample } from '@cmg/test-support';
import * as tf from '@tensorflow/tfjs';
import { cpcNetworks, fullBound, logLikelihood, sampledBound } from '../src/index.js';

/** Numbers of fixtures/baselines: those of CLUB from club.py, those of the LSTM from worked-example.txt. */
describe('the worked example', () => {
  const club = () => {
    const { za, zb, sa } = workedExample();
    return { q: { mean: za, logVariance: tf.tanh(zb) }, c: sa };
  };

  it('has the log-likelihood and both bounds of CLUB', () => {
    const { q, c } = club();
    expectClose(logLikelihood(q, c), [-0.4836960758318085], 1e-6);
    expectClose(
      sampledBound(q, c, () => [1, 0]),
      [0.4696333422269824],
      1e-6,
    );
    expectClose(
      sampledBound(q, c, () => [0, 1]),
      [0],
      1e-7,
    );
    expectClose(fullBound(q, c), [0.21875653758488678], 1e-6);
  });

  it('relates the bounds of two clips as the recorded ones are: the full one is half of the swap, segment by segment', () => {
    expect(0.12867658600460474 / 2).toBeCloseTo(0.06433829300230237, 15);
    const { q, c } = club();
    const bySegment = [0, 1].map((t) => {
      const at = (x: tf.Tensor) => tf.slice(x, [0, t, 0], [2, 1, 2]) as tf.Tensor3D;
      return sampledBound({ mean: at(q.mean), logVariance: at(q.logVariance) }, at(c), () => [1, 0]).dataSync()[0] as number;
    });
    expectClose(fullBound(q, c), [((bySegment[0] as number) + (bySegment[1] as number)) / 2 / 2], 1e-6);
  });

  it('has the outputs of an official LSTM of two layers, weights .5 sin(n), read by identity predictors', () => {
    const scope = ParameterScope.root(new Random(0), tf).child('cpc');
    const modalities = ['audio', 'video'];
    const networks = cpcNetworks(scope, modalities, 2, 2, 1);
    for (const modality of modalities) setWeights(scope.child(modality));
    const { za } = workedExample();
    const clips = tf.concat([za, tf.zeros([2, 1, 2])], 1) as tf.Tensor3D;
    const outputs = [0, 1].map((t) => networks([clips, clips], t).predictions.reshape([2, 2, 2]));
    for (const m of [0, 1]) {
      expectClose(outputs[0]?.gather(m) as tf.Tensor, [-0.1118087482, -0.2009157692, -0.1249833151, -0.2165639809], 1e-6);
      expectClose(outputs[1]?.gather(m) as tf.Tensor, [-0.1529835525, -0.3256651545, -0.1320716193, -0.3205293904], 1e-6);
    }
  });
});

/**
 * As in worked-example.txt, in PyTorch's layout ([out, in]): n counts on from 1 over weight_ih, weight_hh, bias_ih and bias_hh
 * of both layers.
 */
function setWeights(modality: ParameterScope): void {
  const set = (path: string, value: tf.Tensor) => modality.parameters.get(`${modality.path}/${path}`)?.assign(value);
  let n = 1;
  const sines = (shape: number[]) =>
    tf.tensor(
      Float32Array.from({ length: shape.reduce((a, b) => a * b) }, () => 0.5 * Math.sin(n++)),
      shape,
    );
  for (const layer of [0, 1]) {
    for (const weight of ['inputWeight', 'hiddenWeight']) set(`lstm/l${layer}/${weight}`, sines([8, 2]).transpose());
    for (const bias of ['inputBias', 'hiddenBias']) set(`lstm/l${layer}/${bias}`, sines([8]));
  }
  set('predictors/0/weight', tf.eye(2));
  set('predictors/0/bias', tf.zeros([2]));
}
