import { CmgError, type NdArray } from '@cmg/core';
import * as tf from '@tensorflow/tfjs';

/** Weights of a trained network, by the names of the program that wrote them. */
export interface PretrainedWeights {
  readonly tensors: ReadonlyMap<string, NdArray>;
  /** For messages. */
  readonly file: string;
}

/** Names of one layer: as stored by PyTorch (`<torch>.weight`, `<torch>.bias`) and by TensorFlow (`<tensorflow>/weights`, `/biases`). */
export interface PretrainedNames {
  readonly torch: string;
  readonly tensorflow?: string;
}

/** An affine layer: weight [in, out], or [kernel, kernel, in, out] of a convolution. */
export interface PretrainedLayer {
  readonly weight: tf.Tensor;
  readonly bias: tf.Tensor1D;
}

/**
 * One layer of a trained network, in TensorFlow's layout whatever its source. The caller disposes its tensors.
 *
 * @param rank 2 for a matrix, 4 for a convolution
 * @throws CmgError of kind `usage` that names the file and the tensor that is missing or has other axes
 */
export function pretrainedLayer(
  { tensors, file }: PretrainedWeights,
  { torch, tensorflow }: PretrainedNames,
  rank: 2 | 4,
): PretrainedLayer {
  const ofTensorflow = tensorflow !== undefined && tensors.has(`${tensorflow}/weights`);
  const read = (name: string, axes: number): tf.Tensor => {
    const array = tensors.get(name);
    const wrong = (what: string) =>
      new CmgError(what, { kind: 'usage', where: `${file}: tensor '${name}'`, hint: 'Is it the file of this network?' });
    if (array === undefined) throw wrong('is missing');
    if (array.shape.length !== axes) throw wrong(`expected ${axes} axes, got shape [${array.shape.join(', ')}]`);
    return tf.tensor(Float32Array.from(array.data), [...array.shape], 'float32');
  };
  return tf.tidy(() => {
    if (ofTensorflow) return { weight: read(`${tensorflow}/weights`, rank), bias: read(`${tensorflow}/biases`, 1) as tf.Tensor1D };
    const order = rank === 4 ? [2, 3, 1, 0] : [1, 0];
    return { weight: tf.transpose(read(`${torch}.weight`, rank), order), bias: read(`${torch}.bias`, 1) as tf.Tensor1D };
  });
}
