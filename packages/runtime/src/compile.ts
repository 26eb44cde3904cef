import { isRecording } from '@cmg/core';
import * as tf from '@tensorflow/tfjs';
import { Graph } from './native/graph/graph.js';
import { formOf, leavesOf, type TensorTree, withLeaves } from './native/graph/tensor-tree.js';
import { nativeBackend, type NativeBackend } from './native/native-backend.js';

/** A function of tensors, and what was made to run it. */
export interface Compiled<In extends TensorTree, Out extends TensorTree> {
  /** The results are the caller's; called within `tf.tidy`, they are freed there. */
  run(inputs: In): Out;
  /** Frees what was made of the function. */
  dispose(): void;
}

export interface CompileOptions {
  /** Tensors from outside that the function uses, and that stay what they are. */
  readonly constants?: readonly tf.Tensor[];
}

/** Steps from which on a compiled step has made up for the time of its making. */
const WORTH = 100;

/** Whether to compile a step that runs so often, by an option `auto`, `always` or `never`. */
export const shouldCompile = (choice: 'auto' | 'always' | 'never', steps: number): boolean =>
  choice === 'always' || (choice === 'auto' && steps >= WORTH);

/** Graphs of one function that are kept, for as many forms of inputs; the oldest one goes. */
const MOST_GRAPHS = 8;

interface Recorded<Out> {
  readonly graph: Graph;
  /** Holds no values: where in the result each tensor stands. */
  readonly form: Out;
}

/**
 * Makes a function of tensors fast to call many times. On native TensorFlow it is recorded when it is called first, and from
 * then on runs as one graph: without JavaScript between operations, independent operations at once on all cores, and each
 * intermediate result freed after its last use. On other backends it runs as it is, and on a GPU too, since feeds of a graph
 * go through the host's memory.
 *
 * The function may take gradients, read variables, and assign them. All else that differs from call to call must be an input or
 * a `hostValue`: JavaScript runs while recording alone, so a number that it computes, or a branch that it takes, stays. One
 * graph is made for each form of the inputs (names, shapes and types). Where a gradient is being taken of what it computes, the
 * function runs as it is.
 *
 * @throws CmgError from `run`, where the function reads a tensor back, makes a variable, draws by `Math.random` (as `tf.randomNormal`
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
