import * as tf from '@tensorflow/tfjs';

/** A tensor, or tensors in lists and objects. */
export type TensorTree = tf.Tensor | readonly TensorTree[] | { readonly [key: string]: TensorTree };

/** The tensors of a tree, in order. */
export function leavesOf(tree: TensorTree): tf.Tensor[] {
  return tree instanceof tf.Tensor ? [tree] : Object.values(tree).flatMap(leavesOf);
}

/** A tree of the same form with other tensors, as many as {@link leavesOf} gives. */
export function withLeaves<T extends TensorTree>(tree: T, leaves: readonly tf.Tensor[]): T {
  const rest = leaves.values();
  const build = (node: TensorTree): TensorTree => {
    if (node instanceof tf.Tensor) return rest.next().value as tf.Tensor;
    if (Array.isArray(node)) return node.map(build);
    return Object.fromEntries(Object.entries(node).map(([key, value]) => [key, build(value as TensorTree)]));
  };
  return build(tree) as T;
}
