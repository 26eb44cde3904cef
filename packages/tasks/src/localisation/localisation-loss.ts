import * as tf from '@tensorflow/tfjs';

/**
 * Binary cross entropy of logits, mean over all elements, with the gradient (sigmoid(x) - y) / n in one step.
 *
 * @param targets 0 or 1 in the shape of the logits, no gradient
 */
export function sigmoidCrossEntropy(logits: tf.Tensor, targets: tf.Tensor): tf.Scalar {
  const operation = tf.customGrad((x, save) => {
    const logit = x as tf.Tensor;
    (save as tf.GradSaveFunc)([logit, targets]);
    // log(1 + e^x) - xy, with the exponent kept below 0.
    const each = tf
      .relu(logit)
      .sub(logit.mul(targets))
      .add(
        tf
          .exp(tf.neg(tf.abs(logit)))
          .add(1)
          .log(),
      );
    const gradFunc = (gradient: tf.Scalar, [saved, wanted]: tf.Tensor[]) =>
      tf
        .sigmoid(saved as tf.Tensor)
        .sub(wanted as tf.Tensor)
        .mul(gradient.div(targets.size));
    return { value: each.mean<tf.Scalar>(), gradFunc };
  });
  return operation(logits);
}

/**
 * ExpLog = -mean_{b,t} sum_c y_c log_softmax_c(x) e^{-alpha_c}: cross entropy in which each class has a learnt weight.
 *
 * The loss of the localisation experiments in the official code of "Achieving Cross Modal Generalization with Multimodal
 * Unified Representation" (NeurIPS 2023). Nothing there holds alpha back, so its weights only ever fall; it starts at 0.1.
 *
 * @param logits [B, T, W]
 * @param targets [B, T, W], no gradient
 * @param alpha [W]
 */
export function expLogLoss(logits: tf.Tensor, targets: tf.Tensor, alpha: tf.Tensor): tf.Scalar {
  return tf
    .logSoftmax(logits)
    .mul(targets)
    .mul(tf.exp(tf.neg(alpha)))
    .sum(-1)
    .mean<tf.Scalar>()
    .neg();
}
