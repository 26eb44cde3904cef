import { type Objective, type ObjectiveBuild, type ObjectiveFactory, ParameterScope, Random, type StepState } from '@cmg/core';
import * as tf from '@tensorflow/tfjs';

/** The objective of modalities a, b, ..., and the scope of its parameters. */
export function created<Options>(factory: ObjectiveFactory<Options>, options: object, modalities: readonly string[]) {
  const parameters = ParameterScope.root(new Random(1), tf).child('objective');
  const build = { modalities, parameters } as unknown as ObjectiveBuild;
  return { objective: factory.create(factory.options.parse(options) as Options, build), parameters };
}

/** Its terms on features of the modalities a, b, ... in turn. */
export function termsOf(objective: Objective, semantic: readonly tf.Tensor[]): Readonly<Record<string, tf.Scalar>> {
  const modalities = ['a', 'b', 'c'].slice(0, semantic.length);
  const step = { modalities, semantic: Object.fromEntries(modalities.map((m, i) => [m, semantic[i]])) };
  return objective.terms?.(step as unknown as StepState).losses ?? {};
}
