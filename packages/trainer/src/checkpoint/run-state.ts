import { CmgError, type CodebookState, type NdArray, type OptimizerState } from '@cmg/core';
import * as tf from '@tensorflow/tfjs';
import type { Model } from '../model/model.js';
import type { WeightAverage } from '../training/weight-average.js';
import type { Checkpoint } from './checkpoint.js';

/** Optimisers by the path of the scope that each trains; the main one has the path ''. */
export type Optimizers = ReadonlyMap<string, OptimizerState>;

/** What of them is saved. */
export type SavedOptimizers = ReadonlyMap<string, Pick<OptimizerState, 'save'>>;

/** `optimizer|…` is the main optimiser's, `optimizer/<scope>|…` an objective's. */
const optimizerPrefix = (scope: string) => `optimizer${scope === '' ? '' : `/${scope}`}|`;

/** Where averages of weights are. */
const AVERAGE = 'average/';

async function toArray(tensor: tf.Tensor): Promise<NdArray> {
  return { shape: tensor.shape, data: Float32Array.from(await tensor.data()) };
}

/** Entries whose name starts with the prefix, without it. */
function below(tensors: ReadonlyMap<string, NdArray>, prefix: string): Map<string, NdArray> {
  return new Map([...tensors].filter(([name]) => name.startsWith(prefix)).map(([name, array]) => [name.slice(prefix.length), array]));
}

/** All numbers of a run: weights, codebook, moments of all optimisers, and the averages of weights, where there are any. */
export async function collectState(model: Model, optimizers: SavedOptimizers, average?: WeightAverage): Promise<Map<string, NdArray>> {
  const tensors = new Map<string, NdArray>();
  for (const [path, variable] of model.parameters) tensors.set(`parameters/${path}`, await toArray(variable));
  for (const [name, tensor] of Object.entries(model.codebookState)) tensors.set(`codebook/${name}`, await toArray(tensor));
  for (const [scope, optimizer] of optimizers) {
    for (const [name, array] of await optimizer.save()) tensors.set(`${optimizerPrefix(scope)}${name}`, array);
  }
  for (const [path, array] of (await average?.save()) ?? []) tensors.set(`${AVERAGE}${path}`, array);
  return tensors;
}

/** @throws CmgError unless the checkpoint has such a tensor */
export function savedArray({ tensors }: Pick<Checkpoint, 'tensors'>, name: string, shape: readonly number[], file: string): NdArray {
  const array = tensors.get(name);
  if (array === undefined) throw new CmgError('is missing from the checkpoint', { where: `${file}: '${name}'` });
  expectSavedShape(array.shape, shape, name, file);
  return array;
}

/** @throws CmgError unless a tensor of a checkpoint has the shape that the model needs */
export function expectSavedShape(saved: readonly number[], needed: readonly number[], name: string, file: string): void {
  if (saved.join() === needed.join()) return;
  throw new CmgError(`has shape [${saved.join(', ')}], the model needs [${needed.join(', ')}]`, { where: `${file}: '${name}'` });
}

/** The name of a weight in a checkpoint: of its average where there is one, and it is asked for. */
export function weightName({ tensors }: Pick<Checkpoint, 'tensors'>, path: string, weights: 'trained' | 'averaged'): string {
  return weights === 'averaged' && tensors.has(`${AVERAGE}${path}`) ? `${AVERAGE}${path}` : `parameters/${path}`;
}

/** The codebook of a checkpoint as it was saved, as new tensors. */
export function savedCodebook({ tensors }: Pick<Checkpoint, 'tensors'>): CodebookState {
  return Object.fromEntries(
    [...below(tensors, 'codebook/')].map(([name, { data, shape }]) => [name, tf.tensor(data, [...shape], 'float32')]),
  );
}

/**
 * Puts a checkpoint's weights and codebook into a model. Weights that the model lacks are passed over: a model built for
 * inference has no objectives.
 *
 * @param weights what training goes on with, or, where the run has them, their averages
 * @throws CmgError where a weight is missing or of another shape
 */
export function restoreModel(model: Model, checkpoint: Checkpoint, file: string, weights: 'trained' | 'averaged'): void {
  const loaded = (name: string, shape: readonly number[]): tf.Tensor => {
    const array = savedArray(checkpoint, name, shape, file);
    return tf.tensor(array.data, [...array.shape], 'float32');
  };
  tf.tidy(() => {
    const values = [...model.parameters].map(
      ([path, variable]) => [variable, loaded(weightName(checkpoint, path, weights), variable.shape)] as const,
    );
    const codebook: CodebookState = Object.fromEntries(
      Object.entries(model.codebook.shapes).map(([name, shape]) => [name, loaded(`codebook/${name}`, shape)]),
    );
    for (const [variable, value] of values) variable.assign(value);
    model.setCodebookState(codebook);
  });
}

/** Puts a checkpoint's moments into the optimisers. */
export function restoreOptimizers(optimizers: Optimizers, { tensors }: Checkpoint): void {
  for (const [scope, optimizer] of optimizers) optimizer.restore(below(tensors, optimizerPrefix(scope)));
}

/** Puts a checkpoint's averages in place of those of the first weights. */
export function restoreAverage(average: WeightAverage, { tensors }: Checkpoint): void {
  average.restore(below(tensors, AVERAGE));
}
