import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CmgError, recordHostValues } from '@cmg/core';
import * as tf from '@tensorflow/tfjs';
import { type NativeBackend, type TensorMetadata, typeAttribute } from '../native-backend.js';
import { freeUnusedArrays } from './free-unused-arrays.js';
import { type GraphDef, TAG } from './graph-def.js';
import { Recording } from './recording.js';

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

/** Names of what a run fetches: the results, then the values assigned to variables. */
interface Fetches {
  readonly names: readonly string[];
  readonly assigned: readonly tf.Variable[];
}

/** A function of tensors as one TensorFlow graph, which runs without the JavaScript that it was recorded from. */
export class Graph {
  private constructor(
    private readonly backend: NativeBackend,
    private readonly session: number,
    private readonly feeds: Feeds,
    private readonly fetches: Fetches,
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
      const names = [...results, ...assigned].map((tensor) => recording.fetch(metadataOf(backend, tensor).id));
      return new Graph(backend, load(backend, recording.graph), feeds, { names, assigned }, drawn);
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
    const { feeds, fetches, backend } = this;
    return tf.tidy(() => {
      const hostValues = this.drawn ?? feeds.hostValues.map(({ source }) => source());
      const all = [
        ...feeds.inputs.map(({ name, source }) => ({ name, tensor: inputs[source] as tf.Tensor })),
        ...feeds.outer.map(({ name, source }) => ({ name, tensor: source })),
        ...feeds.hostValues.map(({ name }, i) => ({ name, tensor: hostValues[i] as tf.Tensor })),
      ].filter(({ name }) => name !== undefined);
      const ids = backend.getInputTensorIds(all.map(({ tensor }) => tensor));
      const outputs = backend.binding.runSavedModel(this.session, ids, list(all.map(({ name }) => name as string)), list(fetches.names));
      const tensors = outputs.map((output) => backend.createOutputTensor(output));
      const values = tensors.splice(tensors.length - fetches.assigned.length);
      fetches.assigned.forEach((variable, i) => variable.assign(values[i] as tf.Tensor));
      this.forgetDrawn();
      return tensors;
    });
  }

  /** Frees the graph. */
  dispose(): void {
    this.forgetDrawn();
    this.backend.binding.deleteSavedModel(this.session);
  }

  private forgetDrawn(): void {
    tf.dispose([...(this.drawn ?? [])]);
    this.drawn = undefined;
  }
}

/** The first output of each operation, in the form that the binding needs. */
const list = (names: readonly string[]): string => names.map((name) => `${name}:0`).join(',');

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

/** Through a temporary file, since the binding has no other way; it is deleted when this returns. */
function load(backend: NativeBackend, graph: GraphDef): number {
  const folder = temporaryFolder();
  try {
    writeFileSync(join(folder, 'saved_model.pb'), graph.toSavedModel());
    return accepted(() => backend.binding.loadSavedModel(folder, TAG));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function temporaryFolder(): string {
  try {
    return mkdtempSync(join(tmpdir(), 'cmg-graph-'));
  } catch (error) {
    throw new CmgError(`cannot create a temporary folder for a graph: ${(error as Error).message}`, {
      where: tmpdir(),
      hint: 'Set the environment variable TMPDIR to another folder, or set the option compile to never.',
      cause: error,
    });
  }
}

function accepted(load: () => number): number {
  try {
    return load();
  } catch (error) {
    throw new CmgError(`TensorFlow does not accept this function as a graph: ${(error as Error).message}`, {
      hint: 'Set the option compile to never.',
      cause: error,
    });
  }
}
