import type { tf } from './tensorflow.js';

/** Everything a codebook has learnt, as float32 tensors by name: a run saves them as `codebook/<name>`. Not trained by gradient. */
export type CodebookState = Readonly<Record<string, tf.Tensor>>;
