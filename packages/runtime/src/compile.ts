import { isRecording } from '@cmg/core';
import * as tf from '@tensorflow/tfjs';
import { Graph } from './native/graph/graph.js';
import { formOf, leavesOf, type TensorTree, withLeaves } from './native/graph/tensor-tree.js';
import { nativeBackend, type NativeBackend } from './native/native-backend.js';

/** A compiled function of tensors. */
export interface Compiled<In extends TensorTree, Out extends TensorTree> {
  /** The caller disposes the results; within `tf.tidy` they are freed there. */
  readonly run: (inputs: In) => Out;
  /** Frees the graphs made for the function. */
  dispose(): void;
}

export interface CompileOptions {
  /** Constant tensors from outside that the function uses. */
  readonly constants?: readonly tf.Tensor[];
}

/** The number of steps after which compiling pays off. */
const WORTH = 100;

/** Whether to compile a step that runs this often, by an option `auto`, `always` or `never`. */
export const shouldCompile = (choice: 'auto' | 'always' | 'never', steps: number): boolean =>
  choice === 'always' || (choice === 'auto' && steps >= WORTH);

/** Cached graphs per function, one for each form of inputs; the oldest one is dropped. */
const MOST_GRAPHS = 8;

interface Recorded<Out> {
  readonly graph: Graph;
  /** The structure of the result, without values. */
  readonly form: Out;
}

/**
 * Makes a function of tensors fast to call many times. On native TensorFlow it is recorded at its first call, and from then
 * on runs as one graph: without JavaScript between operations, with independent operations in parallel on all cores, and with each
 * intermediate result freed after its last use. On other backends, and on a GPU, it runs uncompiled, since feeds of a graph go through host
 * memory.
 *
 * The function may take gradients, read variables, and assign them. Everything else that differs between calls must be an input
 * or a `hostValue`: JavaScript only runs while recording, so numbers that it computes and branches that it takes are fixed. One
 * graph is made for each form of the inputs (names, shapes and types). While a gradient is being recorded around it, the
 * function runs uncompiled.
 *
 * @throws CmgError from `run`, if the function reads a tensor back, creates a variable, uses `Math.random` (as `tf.randomNormal`
 *   without a seed does), or uses another tensor from outside
 */
export function compile<In extends TensorTree, Out extends TensorTree>(
  f: (inputs: In) => Out,
  { constants = [] }: CompileOptions = {},
): Compiled<In, Out> {
  const recorded = new Map<string, Recorded<Out>>();
  const recordedFor = (backend: NativeBackend, inputs: In, leaves: readonly tf.Tensor[]): Recorded<Out> => {
    const key = formOf(inputs);
    const known = recorded.get(key);
    if (known !== undefined) return known;
    let form: Out | undefined;
    const graph = Graph.record(backend, leaves, constants, (own) => leavesOf((form = f(withLeaves(inputs, own)))));
    const made = { graph, form: form as Out };
    if (recorded.size === MOST_GRAPHS) forget([...recorded.keys()][0] as string);
    recorded.set(key, made);
    return made;
  };
  const forget = (key: string): void => {
    recorded.get(key)?.graph.dispose();
    recorded.delete(key);
  };
  return {
    run: (inputs) => {
      const backend = nativeBackend();
      if (backend === undefined || backend.isUsingGpuDevice || isRecording() || tf.engine().state.gradientDepth > 0) return f(inputs);
      const leaves = leavesOf(inputs);
      const { graph, form } = recordedFor(backend, inputs, leaves);
      return withLeaves(form, graph.run(leaves));
    },
    dispose: () => [...recorded.keys()].forEach(forget),
  };
}
