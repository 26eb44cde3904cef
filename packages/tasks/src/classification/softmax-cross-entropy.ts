import * as tf from '@tensorflow/tfjs';

/**
 * Mean over the batch of -log softmax(logits)[class], with the gradient (softmax(logits) - onehot(class)) / B in one step.
 *
 * @param logits [B, C]
 * @param classes int32 [B], no gradient
 */
export function softmaxCrossEntropy(logits: tf.Tensor2D, classes: tf.Tensor1D): tf.Scalar {
  const [clips, width] = logits.shape;
  const operation = tf.customGrad((x, save) => {
    const truth = tf.oneHot(classes, width);
    const log = tf.logSoftmax(x as tf.Tensor2D);
    (save as tf.GradSaveFunc)([log, truth]);
    const gradFunc = (gradient: tf.Scalar, [logProbability, chosen]: tf.Tensor[]) =>
      tf.exp(logProbability as tf.Tensor).sub(chosen as tf.Tensor).mul(gradient.div(clips));
    return { value: log.mul(truth).sum<tf.Scalar>().mul<tf.Scalar>(-1 / clips), gradFunc };
  });
  return operation(logits);
}
