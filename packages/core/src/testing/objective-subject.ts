import * as tf from '@tensorflow/tfjs';
import type { Objective, ObjectiveFactory, Scalars } from '../objective.js';
import { ParameterScope } from '../parameter-scope.js';
import { forModality, perModality, type PerModality } from '../per-modality.js';
import { Random } from '../random.js';
import type { StepState } from '../step-state.js';
import { descent } from './descent.js';
import { sampleCodebook, sampleCodebookState, type SampleState } from './sample-codebook.js';
import { sampleTeacher } from './sample-teacher.js';
import { SAMPLE_SIZES, sampleFeatures, type SampleFeatures, type SampleSizes, sampleStep } from './sample-step.js';

/** A built objective, and a step to try it on. */
export interface ObjectiveSetup {
  readonly sizes: SampleSizes;
  readonly objective: Objective;
  readonly features: SampleFeatures;
  readonly codebook: SampleState;
  readonly scope: ParameterScope;
  readonly step: (step?: number) => StepState;
}

/** What an objective does, found out with one sample step. */
export interface ObjectiveAbilities {
  readonly terms: boolean;
  readonly losses: boolean;
  readonly updates: boolean;
  readonly readsPresent: boolean;
  readonly perClip: boolean;
}

export const sizesFor = (modalities: number): SampleSizes => ({
  ...SAMPLE_SIZES,
  modalities: SAMPLE_SIZES.modalities.slice(0, modalities),
});

/** One objective with its options, and ways to run it. */
export class ObjectiveSubject {
  constructor(
    readonly factory: ObjectiveFactory,
    private readonly options: Readonly<Record<string, unknown>> = {},
  ) {}

  build(modalities: number): { readonly scope: ParameterScope; readonly objective: Objective } {
    const sizes = sizesFor(modalities);
    const scope = ParameterScope.root(new Random(1), tf);
    const objective = this.factory.create(this.factory.options.parse(this.options), {
      parameters: scope.child(this.factory.name),
      modalities: sizes.modalities,
      width: sizes.width,
      codes: sizes.codes,
      codebook: sampleCodebook(sizes),
      segments: sizes.segments,
      totalSteps: 100,
      clubWidths: perModality(sizes.modalities, () => sizes.clubWidth),
      createOptimizer: (inner, { learningRate }) => descent(inner, learningRate),
      createTeacher: (inner) => sampleTeacher(inner, sizes.modalities),
    });
    return { scope, objective };
  }

  /** Builds for the given number of modalities, runs the body in a tidy, disposes. */
  with<R>(modalities: number, body: (setup: ObjectiveSetup) => R): R {
    const sizes = sizesFor(modalities);
    const { scope, objective } = this.build(modalities);
    let result: R | undefined;
    try {
      tf.tidy(() => {
        const [features, codebook] = [sampleFeatures(sizes), sampleCodebookState(sizes)];
        result = body({ sizes, objective, features, codebook, scope, step: (n = 0) => sampleStep(sizes, features, codebook, n) });
      });
    } finally {
      scope.dispose();
    }
    return result as R;
  }

  /** What it does with three modalities. If it throws, all abilities are assumed, so that the checks report why. */
  abilities(): ObjectiveAbilities {
    try {
      return this.with(3, ({ objective, step }) => {
        const state = step();
        objective.beforeTerms?.(state);
        const losses = Object.keys(objective.terms?.(state).losses ?? {}).length > 0;
        return {
          terms: objective.terms !== undefined || objective.beforeTerms !== undefined,
          losses,
          updates: objective.updateCodebook !== undefined,
          readsPresent: objective.readsPresent === true,
          perClip: objective.perClip === true,
        };
      });
    } catch {
      return { terms: true, losses: true, updates: true, readsPresent: false, perClip: false };
    }
  }
}

/** Tensors of the scalars by name. */
const prefixed = (prefix: string, scalars: Scalars = {}): Readonly<Record<string, tf.Tensor>> =>
  Object.fromEntries(Object.entries(scalars).map(([name, scalar]) => [`${prefix} '${name}'`, scalar]));

/** Everything an objective computes from a step, by name. */
export function outcomeOf({ objective }: ObjectiveSetup, state: StepState): Readonly<Record<string, tf.Tensor>> {
  const before = objective.beforeTerms?.(state);
  const terms = objective.terms?.(state);
  const next = objective.updateCodebook?.(state.codebook, state);
  return { ...prefixed('inner metric', before), ...prefixed('loss', terms?.losses), ...prefixed('metric', terms?.metrics), ...next };
}

/** Gradients of the sum of all losses with respect to the features and parameters it depends on, by their name. */
export function lossGradients(
  { sizes, objective, features, scope }: ObjectiveSetup,
  stepOf: (inputs: SampleFeatures) => StepState,
): Readonly<Record<string, tf.Tensor>> {
  const leaves = new Map<string, tf.Variable>();
  const asLeaves = (kind: keyof SampleFeatures): PerModality<tf.Tensor3D> =>
    perModality(sizes.modalities, (m) => {
      const leaf = tf.variable(forModality(features[kind], m));
      leaves.set(`${kind} of ${m}`, leaf);
      return leaf as tf.Tensor as tf.Tensor3D;
    });
  const inputs = { semantic: asLeaves('semantic'), specific: asLeaves('specific'), clubView: asLeaves('clubView') };
  const all = [...leaves, ...[...scope.parameters].filter(([, { trainable }]) => trainable)];
  try {
    const { grads } = tf.variableGrads(
      () => {
        const state = stepOf(inputs);
        objective.beforeTerms?.(state);
        return tf.addN(Object.values(objective.terms?.(state).losses ?? {}));
      },
      all.map(([, variable]) => variable),
    );
    return Object.fromEntries(
      all.flatMap(([name, variable]) => (grads[variable.name] === undefined ? [] : [[name, grads[variable.name] as tf.Tensor]])),
    );
  } finally {
    for (const leaf of leaves.values()) leaf.dispose();
  }
}
