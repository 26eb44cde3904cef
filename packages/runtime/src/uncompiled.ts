import type { Compiled } from './compile.js';
import type { TensorTree } from './native/graph/tensor-tree.js';

/** `compile` where there is no native TensorFlow, as in a browser: the function runs as it is written. */
export const uncompiled = <In extends TensorTree, Out extends TensorTree>(f: (inputs: In) => Out): Compiled<In, Out> => ({
  run: f,
  dispose: () => undefined,
});
