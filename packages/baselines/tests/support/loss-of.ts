import {
  type Objective,
  type ObjectiveBuild,
  type ObjectiveFactory,
  ParameterScope,
  Random,
  type Scalars,
  type StepState,
} from '@cmg/core';
import * as tf from '@tensorflow/tfjs';

const NAMES = ['a', 'b', 'c'];

/** The objective of modalities a, b, ..., and the scope of its parameters. */
export function created<Options>(
  factory: ObjectiveFactory<Options>,
  options: object,
  modalities: readonly string[],
  more: Partial<ObjectiveBuild> = {},
) {
  const parameters = ParameterScope.root(new Random(1), tf).child('objective');
  const build = { modalities, parameters, ...more } as unknown as ObjectiveBuild;
  return { objective: factory.create(factory.options.parse(options), build), parameters };
}

/** A step with these features of the modalities a, b, ... in turn. */
export function stepOf(semantic: readonly tf.Tensor[], more: Partial<StepState> = {}): StepState {
  return {
    modalities: NAMES.slice(0, semantic.length),
    semantic: byName(semantic),
    random: new Random(1),
    ...more,
  } as unknown as StepState;
}

/** Values of the modalities a, b, ... in turn. */
export const byName = <T>(values: readonly T[]): Record<string, T> =>
  Object.fromEntries(values.map((value, i) => [NAMES[i] as string, value]));

/** The objective's losses on features of the modalities a, b, ... in turn. */
export const termsOf = (objective: Objective, semantic: readonly tf.Tensor[], more: Partial<StepState> = {}): Scalars =>
  objective.terms?.(stepOf(semantic, more)).losses ?? {};

/** The sum of all of them. */
export const totalOf = (objective: Objective, semantic: readonly tf.Tensor[], more: Partial<StepState> = {}): tf.Scalar =>
  tf.addN(Object.values(termsOf(objective, semantic, more)));

export const numberOf = (tensor: tf.Tensor | undefined): number => tensor?.dataSync()[0] as number;
