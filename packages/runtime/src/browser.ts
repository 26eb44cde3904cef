export type { Compiled } from './compile.js';
export type { TensorTree } from './native/graph/tensor-tree.js';
export { uncompiled as compile } from './uncompiled.js';
export { withoutMathRandom } from './without-math-random.js';
