import * as tf from '@tensorflow/tfjs';

/** A tensor, or tensors in lists and objects, some of which may be absent. */
export type TensorTree = tf.Tensor | readonly TensorTree[] | { readonly [key: string]: TensorTree | undefined };

/** The tensors of a tree, in order. */
export function leavesOf(tree: TensorTree): tf.Tensor[] {
  return tree instanceof tf.Tensor
    ? [tree]
    : Object.values(tree).flatMap((node: TensorTree | undefined) => (node === undefined ? [] : leavesOf(node)));
}

/** A tree of the same form with other tensors, as many as {@link leavesOf} returns. */
export function withLeaves<T extends TensorTree>(tree: T, leaves: readonly tf.Tensor[]): T {
  const rest = leaves.values();
  const build = (node: TensorTree): TensorTree => {
    if (node instanceof tf.Tensor) return rest.next().value as tf.Tensor;
    if (Array.isArray(node)) return node.map(build);
    return Object.fromEntries(Object.entries(node).flatMap(([key, value]) => (value === undefined ? [] : [[key, build(value)]])));
  };
  return build(tree) as T;
}

/** The form of a tree: its names and lists in order, and the shape and type of each tensor. */
export function formOf(tree: TensorTree): string {
  return JSON.stringify(tree, (_key, node: TensorTree) => (node instanceof tf.Tensor ? { shape: node.shape, dtype: node.dtype } : node));
}
