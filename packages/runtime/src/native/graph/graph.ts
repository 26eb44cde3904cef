import { CmgError, recordHostValues } from '@cmg/core';
import * as tf from '@tensorflow/tfjs';
import { isGraphBinding, type NativeBackend, type TensorMetadata, typeAttribute } from '../native-backend.js';
import { freeUnusedArrays } from './free-unused-arrays.js';
import type { GraphDef } from './graph-def.js';
import { graphFunction } from './graph-function.js';
import type { GraphEnds, LoadedGraph } from './loaded-graph.js';
import { Recording } from './recording.js';
import { savedModel } from './saved-model.js';

/** What a run feeds, and under which name; undefined if the graph does not use it. */
interface Feed<Source> {
  readonly source: Source;
  name: string | undefined;
}

interface Feeds {
  /** In the order of the inputs. */
  readonly inputs: readonly Feed<number>[];
  /** Variables and constants, read at the time of the run. */
  readonly outer: readonly Feed<tf.Tensor>[];
  readonly hostValues: readonly Feed<() => tf.Tensor>[];
}

const namesOf = (feeds: readonly Feed<unknown>[]): string[] => feeds.flatMap(({ name }) => name ?? []);

/** A function of tensors as one TensorFlow graph, which runs without the JavaScript that it was recorded from. */
export class Graph {
  private constructor(
    private readonly backend: NativeBackend,
    private readonly loaded: LoadedGraph,
    private readonly feeds: Feeds,
    /** The variables whose new values follow the results. */
    private readonly assigned: readonly tf.Variable[],
    /** The host values that the recording drew, for the first run. */
    private drawn: readonly tf.Tensor[] | undefined,
  ) {}

  /**
   * Runs f once and records its tensor operations; all variables are then restored. The graph's first run uses the host values
   * that f drew.
   *
   * @param constants tensors from outside that f may use
   * @throws CmgError if f reads a tensor back, creates a variable, or uses another tensor from outside
   */
  static record(
    backend: NativeBackend,
    inputs: readonly tf.Tensor[],
    constants: readonly tf.Tensor[],
    f: (inputs: tf.Tensor[]) => tf.Tensor[],
  ): Graph {
    const recording = new Recording(backend);
    const variables = variablesWithHandles(backend, constants);
    const values = variables.map((variable) => tf.keep(tf.clone(variable)));
    const drawn: tf.Tensor[] = [];
    const offer = <Source>(source: Source, tensor: tf.Tensor, early: boolean): Feed<Source> => {
      const feed: Feed<Source> = { source, name: undefined };
      recording.offer(metadataOf(backend, tensor), early, (name) => (feed.name = name));
      return feed;
    };
    const hostValues: Feed<() => tf.Tensor>[] = [];
    const take = <T extends tf.Tensor>(make: () => T): T =>
      recording.pause(() => {
        const value = tf.keep(make());
        drawn.push(value);
        hostValues.push(offer(make, value, false));
        return tf.clone(value);
      });
    tf.engine().startScope();
    try {
      const own = inputs.map((input) => handleOfItsOwn(backend, input));
      const feeds = {
        inputs: own.map((input, i) => offer(i, input, false)),
        outer: [...variables, ...constants].map((tensor) => offer(tensor, tensor, true)),
        hostValues,
      };
      const results = recordHostValues(take, () => recording.during(() => f(own)));
      expectNoneNew(variables);
      const assigned = variables.filter((variable, i) => variable.dataId !== values[i]?.dataId);
      const fetches = [...results, ...assigned].map((tensor) => recording.fetch(metadataOf(backend, tensor).id));
      const names = Object.values(feeds).flatMap(namesOf);
      return new Graph(backend, load(backend, recording.graph, { feeds: names, fetches }), feeds, assigned, drawn);
    } catch (error) {
      tf.dispose(drawn);
      throw error;
    } finally {
      variables.forEach((variable, i) => restore(variable, values[i] as tf.Tensor));
      tf.engine().endScope();
      freeUnusedArrays();
    }
  }

  /** The function's results for other inputs; also assigns its variables. */
  run(inputs: readonly tf.Tensor[]): tf.Tensor[] {
    const { feeds, assigned, backend } = this;
    return tf.tidy(() => {
      const hostValues = this.drawn ?? feeds.hostValues.map(({ source }) => source());
      const used = <Source>(some: readonly Feed<Source>[], tensorOf: (source: Source, i: number) => tf.Tensor) =>
        some.flatMap(({ name, source }, i) => (name === undefined ? [] : [tensorOf(source, i)]));
      const fed = [
        ...used(feeds.inputs, (source) => inputs[source] as tf.Tensor),
        ...used(feeds.outer, (source) => source),
        ...used(feeds.hostValues, (_, i) => hostValues[i] as tf.Tensor),
      ];
      const tensors = this.loaded.run(backend.getInputTensorIds(fed)).map((output) => backend.createOutputTensor(output));
      const values = tensors.splice(tensors.length - assigned.length);
      assigned.forEach((variable, i) => variable.assign(values[i] as tf.Tensor));
      this.forgetDrawn();
      return tensors;
    });
  }

  /** Frees the graph. */
  dispose(): void {
    this.forgetDrawn();
    this.loaded.dispose();
  }

  private forgetDrawn(): void {
    tf.dispose([...(this.drawn ?? [])]);
    this.drawn = undefined;
  }
}

/** The binding's handle of a tensor; uploads its values first if tfjs still holds them. */
function metadataOf(backend: NativeBackend, tensor: tf.Tensor): TensorMetadata {
  backend.getInputTensorIds([tensor]);
  return backend.tensorMap.get(tensor.dataId);
}

/** The same values under another handle: two tensors with the same handle would be indistinguishable in a recording. */
function handleOfItsOwn(backend: NativeBackend, tensor: tf.Tensor): tf.Tensor {
  const { dtype } = metadataOf(backend, tensor);
  return backend.executeSingleOutput('Identity', [typeAttribute(backend.binding, 'T', dtype)], [tensor]);
}

/** All variables, each with its own handle, distinct from the constants. */
function variablesWithHandles(backend: NativeBackend, constants: readonly tf.Tensor[]): tf.Variable[] {
  const taken = new Set<object>(constants.map(({ dataId }) => dataId));
  const variables = Object.values(tf.engine().registeredVariables);
  for (const variable of variables) {
    if (taken.has(variable.dataId)) tf.tidy(() => variable.assign(handleOfItsOwn(backend, variable)));
    taken.add(variable.dataId);
  }
  return variables;
}

/** @throws CmgError if there are more variables now; frees them */
function expectNoneNew(variables: readonly tf.Variable[]): void {
  const before = new Set(variables);
  const made = Object.values(tf.engine().registeredVariables).filter((variable) => !before.has(variable));
  if (made.length === 0) return;
  tf.dispose(made);
  throw new CmgError('a compiled function creates a variable, which each run would create again', {
    hint: 'Create it before, or set the option compile to never.',
  });
}

function restore(variable: tf.Variable, value: tf.Tensor): void {
  if (variable.dataId !== value.dataId) variable.assign(value);
  value.dispose();
}

function load({ binding }: NativeBackend, graph: GraphDef, ends: GraphEnds): LoadedGraph {
  try {
    return isGraphBinding(binding) ? graphFunction(binding, graph, ends) : savedModel(binding, graph, ends);
  } catch (error) {
    if (error instanceof CmgError) throw error;
    throw new CmgError(`TensorFlow does not accept this function as a graph: ${(error as Error).message}`, {
      hint: 'Set the option compile to never.',
      cause: error,
    });
  }
}
