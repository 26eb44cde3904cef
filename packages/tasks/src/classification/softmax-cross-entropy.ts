import { isRecording } from '@cmg/core';
import * as tf from '@tensorflow/tfjs';

/**
 * Mean over the batch of -log softmax(logits)[class]; its gradient is (softmax(logits) - onehot(class)) / B.
 *
 * Computed in JavaScript: for B = 80 and C = 28 the operations of TensorFlow cost ten times as much as the sums. Not so in a
 * compiled step, which must not read anything back.
 *
 * @param logits [B, C]
 * @param classes [B], whole numbers from 0 to C - 1; no gradient
 */
export function softmaxCrossEntropy(logits: tf.Tensor2D, classes: tf.Tensor1D): tf.Scalar {
  return isRecording() ? lossByOperations(logits, classes) : lossByHost(logits, classes);
}

function lossByHost(logits: tf.Tensor2D, classes: tf.Tensor1D): tf.Scalar {
  const operation = tf.customGrad((x) => {
    const { loss, slope } = crossEntropy((x as tf.Tensor2D).dataSync<'float32'>(), classes.dataSync(), logits.shape);
    return { value: tf.scalar(loss), gradFunc: (gradient: tf.Scalar) => tf.mul(tf.tensor2d(slope, logits.shape), gradient) };
  });
  return operation(logits);
}

function lossByOperations(logits: tf.Tensor2D, classes: tf.Tensor1D): tf.Scalar {
  const [clips, width] = logits.shape;
  const chosen = tf.equal(tf.expandDims(tf.cast(classes, 'int32'), 1), tf.range(0, width, 1, 'int32')).cast('float32'); // as oneHot, of one class too
  const operation = tf.customGrad((x, save) => {
    const logProbability = tf.logSoftmax(x as tf.Tensor2D);
    (save as tf.GradSaveFunc)([logProbability, chosen]);
    const gradFunc = (gradient: tf.Scalar, [saved, right]: tf.Tensor[]) =>
      tf.mul(tf.sub(tf.exp(saved as tf.Tensor), right as tf.Tensor), tf.div(gradient, clips));
    return { value: tf.sum(tf.mul(logProbability, chosen)).mul<tf.Scalar>(-1 / clips), gradFunc };
  });
  return operation(logits);
}

function crossEntropy(logits: Float32Array, classes: ArrayLike<number>, [clips, width]: readonly [number, number]) {
  const slope = new Float32Array(logits.length);
  let loss = 0;
  for (let clip = 0; clip < clips; clip++) {
    const first = clip * width;
    let largest = -Infinity;
    for (let i = first; i < first + width; i++) largest = Math.max(largest, logits[i] as number);
    let sum = 0;
    for (let i = first; i < first + width; i++) sum += slope[i] = Math.exp((logits[i] as number) - largest);
    const chosen = first + (classes[clip] as number);
    for (let i = first; i < first + width; i++) slope[i] = ((slope[i] as number) / sum - (i === chosen ? 1 : 0)) / clips;
    loss += (largest + Math.log(sum) - (logits[chosen] as number)) / clips;
  }
  return { loss, slope };
}
