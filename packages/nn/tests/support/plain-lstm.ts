import * as tf from '@tensorflow/tfjs';

/**
 * A textbook LSTM, differentiated by tfjs: x [B, T, F], and per layer inputWeight, hiddenWeight, inputBias,
 * hiddenBias -> [B, T, H].
 */
export function plainLstm(x: tf.Tensor, weights: readonly tf.Tensor[]): tf.Tensor {
  if (weights.length === 0) return x;
  const [inputWeight, hiddenWeight, inputBias, hiddenBias] = weights as [tf.Tensor, tf.Tensor, tf.Tensor, tf.Tensor];
  let h: tf.Tensor = tf.zeros([x.shape[0], hiddenWeight.shape[0]]);
  let c: tf.Tensor = tf.zerosLike(h);
  // tfjs cannot differentiate an unstack into one.
  const inputs = x.shape[1] === 1 ? [x.squeeze([1])] : tf.unstack(x, 1);
  const outputs = inputs.map((input) => {
    const gates = tf.matMul(input, inputWeight).add(inputBias).add(tf.matMul(h, hiddenWeight)).add(hiddenBias);
    const [i, f, g, o] = tf.split(gates, 4, 1) as [tf.Tensor, tf.Tensor, tf.Tensor, tf.Tensor];
    c = f.sigmoid().mul(c).add(i.sigmoid().mul(g.tanh()));
    h = o.sigmoid().mul(c.tanh());
    return h;
  });
  return plainLstm(tf.stack(outputs, 1), weights.slice(4));
}
