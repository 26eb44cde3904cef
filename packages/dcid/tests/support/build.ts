import { type ObjectiveBuild, ParameterScope, Random, type StepState } from '@cmg/core';
import { Adam } from '@cmg/nn';
import * as tf from '@tensorflow/tfjs';

/** A build with small sizes; `optimizers` collects those that an objective creates. */
export function build(modalities: readonly string[], sizes: Partial<ObjectiveBuild> = {}, seed = 1) {
  const optimizers: Adam[] = [];
  const objectiveBuild: ObjectiveBuild = {
    parameters: ParameterScope.root(new Random(seed), tf).child('objective'),
    modalities,
    width: 3,
    codes: 5,
    codebook: undefined as never,
    segments: 4,
    totalSteps: 100,
    clubWidths: Object.fromEntries(modalities.map((m, i) => [m, 2 + i])),
    createOptimizer: (scope, settings) => {
      const optimizer = new Adam(scope.parameters, settings);
      optimizers.push(optimizer);
      return optimizer;
    },
    createTeacher: undefined as never,
    ...sizes,
  };
  return { ...objectiveBuild, optimizers };
}

/** Random features, B = 4, T = 4, widths as of {@link build}. */
export function stepState(modalities: readonly string[], seed = 0): StepState {
  const normal = (width: number, salt: number) => tf.randomNormal([4, 4, width], 0, 1, 'float32', 100 * seed + salt + 1);
  return {
    modalities,
    semantic: Object.fromEntries(modalities.map((m, i) => [m, normal(3, i)])),
    quantized: Object.fromEntries(modalities.map((m, i) => [m, normal(3, 10 + i)])),
    clubView: Object.fromEntries(modalities.map((m, i) => [m, normal(2 + i, 20 + i)])),
    random: new Random(seed),
  } as unknown as StepState;
}
