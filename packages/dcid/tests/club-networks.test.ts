import { linear } from '@cmg/nn';
import { ParameterScope, Random } from '@cmg/core';
import { expectClose } from '@cmg/test-support';
import * as tf from '@tensorflow/tfjs';
import { clubNetworks } from '../src/index.js';

describe('clubNetworks', () => {
  const widths = { audio: 2, video: 5 };

  it('is, per modality, two relu networks of four maps; tanh on the log variance', () => {
    const modalities = ['audio', 'video'];
    const networks = clubNetworks(ParameterScope.root(new Random(3), tf), modalities, 3, widths, 4);
    const x = { audio: tf.randomNormal([2, 3, 3]) as tf.Tensor3D, video: tf.randomNormal([2, 3, 3]) as tf.Tensor3D };
    const q = networks(x);
    const scope = ParameterScope.root(new Random(3), tf);
    const mlp = (m: 'audio' | 'video', network: string) =>
      [0, 1, 2, 3].reduce<tf.Tensor>((h, layer) => {
        const map = linear(scope.child(m).child(network).child(layer), layer === 0 ? 3 : 4, layer === 3 ? widths[m] : 4);
        return layer === 3 ? map(h) : tf.relu(map(h));
      }, x[m]);
    for (const m of ['audio', 'video'] as const) {
      expect(q[m]?.mean.shape).toEqual([2, 3, widths[m]]);
      expectClose(q[m]?.mean as tf.Tensor, mlp(m, 'mean').dataSync(), 1e-5);
      expectClose(q[m]?.logVariance as tf.Tensor, tf.tanh(mlp(m, 'logVariance')).dataSync(), 1e-5);
    }
  });

  it('gives a modality the same start and the same output with or without another', () => {
    const audio = tf.randomNormal([2, 3, 3]) as tf.Tensor3D;
    const alone = clubNetworks(ParameterScope.root(new Random(3), tf), ['audio'], 3, widths, 4)({ audio });
    const both = clubNetworks(ParameterScope.root(new Random(3), tf), ['video', 'audio'], 3, widths, 4)({ audio, video: audio });
    expectClose(both['audio']?.mean as tf.Tensor, alone['audio']?.mean.dataSync() ?? [], 1e-6);
  });

  it('refuses features of another width', () => {
    const networks = clubNetworks(ParameterScope.root(new Random(3), tf), ['audio'], 3, widths, 4);
    expect(() => networks({ audio: tf.zeros([2, 3, 7]) })).toThrow('audio/mean/0: expected a tensor of shape [2, R, 3], got [2, 6, 7]');
  });
});
