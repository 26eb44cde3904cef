import { ParameterScope, Random } from '@cmg/core';
import { linear, stackedLstm } from '@cmg/nn';
import { expectClose } from '@cmg/test-support';
import * as tf from '@tensorflow/tfjs';
import { cpcNetworks } from '../src/index.js';

const semantic = [1, 2].map((seed) => tf.randomNormal([4, 6, 3], 0, 1, 'float32', seed) as tf.Tensor3D);
const modalities = ['audio', 'video'];

describe('cpcNetworks', () => {
  it('predicts by one LSTM and n affine maps a modality', () => {
    const { predictions, targets } = cpcNetworks(ParameterScope.root(new Random(1), tf), modalities, 3, 2, 2)(semantic, 2);
    expect(predictions.shape).toEqual([2, 2, 4, 3]);
    const scope = ParameterScope.root(new Random(1), tf);
    modalities.forEach((m, i) => {
      const past = stackedLstm(
        [scope.child(m).child('lstm')],
        3,
        3,
        2,
      )(semantic[i]?.slice([0, 0, 0], [4, 3, 3]).expandDims(0) as tf.Tensor);
      const context = past.slice([0, 0, 2, 0], [1, 4, 1, 3]).reshape([4, 3]);
      for (const k of [0, 1]) {
        const map = linear(scope.child(m).child('predictors').child(k), 3, 3);
        expectClose(predictions.gather(k).gather(i), map(context).dataSync(), 1e-5);
        expect(targets.gather(k).gather(i).arraySync()).toEqual(
          semantic[i]
            ?.slice([0, 3 + k, 0], [4, 1, 3])
            .reshape([4, 3])
            .arraySync(),
        );
      }
    });
  });

  it('does not look at what comes after t', () => {
    const networks = cpcNetworks(ParameterScope.root(new Random(1), tf), modalities, 3, 1, 1);
    const gradient = tf.grad((z) => networks([z as tf.Tensor3D, semantic[1] as tf.Tensor3D], 2).predictions.sum())(
      semantic[0] as tf.Tensor3D,
    );
    const perSegment = gradient.abs().sum([0, 2]).arraySync() as number[];
    expect(perSegment.map((size) => size > 0)).toEqual([true, true, true, false, false, false]);
  });

  it('gives the same for a t that only the device knows, from the first to the last', () => {
    const networks = cpcNetworks(ParameterScope.root(new Random(1), tf), modalities, 3, 1, 2);
    for (const t of [0, 1, 2, 3]) {
      const [known, unknown] = [networks(semantic, t), networks(semantic, tf.scalar(t, 'int32'))];
      expectClose(unknown.predictions, known.predictions.dataSync(), 1e-6);
      expectClose(unknown.targets, known.targets.dataSync(), 1e-6);
    }
  });

  it('refuses a t without past or future', () => {
    const networks = cpcNetworks(ParameterScope.root(new Random(1), tf).child('cpc'), modalities, 3, 1, 2);
    expect(() => networks(semantic, 4)).toThrow('cpc: cannot predict 2 segments after segment 4 of 6');
    expect(() => networks(semantic, -1)).toThrow('after segment -1 of 6');
  });
});
