import * as tf from '@tensorflow/tfjs';
import type { CodebookState } from '../codebook-state.js';
import type { Objective, ObjectiveBuild, ObjectiveFactory, Optimizer, Scalars } from '../objective.js';
import { ParameterScope } from '../parameter-scope.js';
import { forModality, perModality, type PerModality } from '../per-modality.js';
import { Random } from '../random.js';
import type { StepState } from '../step-state.js';
import { describeComponent } from './describe-component.js';
import { SAMPLE_SIZES, sampleCodebook, sampleFeatures, type SampleFeatures, type SampleSizes, sampleStep } from './sample-step.js';
import { allFinite, numbersOf } from './tensors.js';
import { testGlobals } from './test-globals.js';

export interface ObjectiveCase {
  /** Options that differ from the defaults. */
  readonly options?: Readonly<Record<string, unknown>>;
  /** Fewest modalities that it works with; default 1. With fewer, `create` must throw. */
  readonly modalities?: number;
}

/** Gradient descent: enough to see that an inner optimisation moves its own parameters alone. */
function descent(scope: ParameterScope, learningRate: number): Optimizer {
  return {
    minimize: (loss) => {
      const variables = [...scope.parameters.values()];
      const { value, grads } = tf.variableGrads(loss, variables);
      for (const variable of variables) {
        const gradient = grads[variable.name];
        if (gradient !== undefined) variable.assign(tf.sub(variable, tf.mul(gradient, learningRate)));
      }
      return value;
    },
    descend: (steps, gradient) =>
      tf.tidy(() => {
        const variables = [...scope.parameters.values()];
        for (let step = 0; step < steps; step++) {
          const values = tf.concat1d(variables.map((variable) => variable.reshape([variable.size]) as tf.Tensor1D));
          const next = tf.sub(values, tf.mul(gradient(values, step), learningRate));
          const parts = tf.split(next, variables.map(({ size }) => size));
          variables.forEach((variable, i) => variable.assign((parts[i] as tf.Tensor).reshape(variable.shape)));
        }
      }),
  };
}

function build(factory: ObjectiveFactory, { options }: ObjectiveCase, sizes: SampleSizes) {
  const scope = ParameterScope.root(new Random(1), tf);
  const context: ObjectiveBuild = {
    parameters: scope.child(factory.name),
    modalities: sizes.modalities,
    width: sizes.width,
    codes: sizes.codes,
    segments: sizes.segments,
    clubWidths: perModality(sizes.modalities, () => sizes.clubWidth),
    createOptimizer: (inner, { learningRate }) => descent(inner, learningRate),
  };
  return { scope, objective: factory.create(factory.options.parse(options ?? {}), context) };
}

const codebookTensors = ({ embedding, emaCount, emaSum, sinceUse }: CodebookState): tf.Tensor[] => [embedding, emaCount, emaSum, sinceUse];

interface Setup {
  readonly sizes: SampleSizes;
  readonly objective: Objective;
  readonly features: SampleFeatures;
  readonly codebook: CodebookState;
  readonly scope: ParameterScope;
  step(step?: number): StepState;
}

const sizesFor = (modalities: number): SampleSizes => ({
  ...SAMPLE_SIZES,
  modalities: SAMPLE_SIZES.modalities.slice(0, modalities),
});

/** One objective with its case, and how to try it. */
class Subject {
  constructor(
    readonly factory: ObjectiveFactory,
    readonly testCase: ObjectiveCase,
  ) {}

  build(modalities: number) {
    return build(this.factory, this.testCase, sizesFor(modalities));
  }

  /** Builds for so many modalities, runs the body in a tidy, frees, and expects no tensor to be left. */
  with(modalities: number, body: (setup: Setup) => void): void {
    const before = tf.memory().numTensors;
    const sizes = sizesFor(modalities);
    const { scope, objective } = this.build(modalities);
    try {
      tf.tidy(() => {
        const [features, codebook] = [sampleFeatures(sizes), sampleCodebook(sizes)];
        const step = (n = 0) => sampleStep(sizes, features, codebook, n);
        body({ sizes, objective, features, codebook, scope, step });
      });
    } finally {
      scope.dispose();
    }
    testGlobals().expect(tf.memory().numTensors).toBe(before);
  }
}

const values = (scalars: Scalars = {}) => Object.entries(scalars).map(([name, scalar]) => [name, numbersOf(scalar)]);

/** Losses have plain names; those of metrics may be grouped: `accuracy/audio-video`. */
const NAMES = { loss: /^[\w-]+$/, metric: /^[\w/-]+$/ } as const;

function expectScalars(kind: keyof typeof NAMES, scalars: Scalars = {}): void {
  const { expect } = testGlobals();
  for (const [name, scalar] of Object.entries(scalars)) {
    expect(name).toMatch(NAMES[kind]);
    expect(scalar.shape).toEqual([]);
    expect(allFinite(scalar)).toBe(true);
  }
}

function describeTerms(subject: Subject): void {
  const { it, expect } = testGlobals();
  const least = subject.testCase.modalities ?? 1;
  if (least > 1) {
    it(`refuses fewer modalities than ${least}`, () => {
      expect(() => subject.build(least - 1)).toThrow();
    });
  }

  for (let modalities = least; modalities <= 3; modalities++) {
    it(`gives finite named scalars, modalities: ${modalities}`, () =>
      subject.with(modalities, ({ objective, step }) => {
        const state = step();
        expectScalars('metric', objective.beforeTerms?.(state));
        const terms = objective.terms?.(state);
        expectScalars('loss', terms?.losses);
        expectScalars('metric', terms?.metrics);
      }));
  }

  for (let modalities = least; modalities <= 3; modalities++) {
    it(`has finite gradients for features and parameters, modalities: ${modalities}`, () =>
      subject.with(modalities, (setup) => {
        const gradients = gradientsOf(setup);
        if (gradients === undefined) return;
        expect(gradients.length).not.toBe(0);
        expect(gradients.every(allFinite)).toBe(true);
      }));
  }
}

/** Of the sum of all losses in all features and parameters that it depends on; undefined where there are no losses. */
function gradientsOf({ sizes, objective, features, codebook, scope }: Setup): tf.Tensor[] | undefined {
  if (objective.terms === undefined) return undefined;
  const leaves: tf.Variable[] = [];
  const asLeaves = (group: PerModality<tf.Tensor3D>): PerModality<tf.Tensor3D> =>
    perModality(sizes.modalities, (m) => {
      const leaf = tf.variable(forModality(group, m));
      leaves.push(leaf);
      return leaf as tf.Tensor as tf.Tensor3D;
    });
  const { semantic, specific, clubView } = features;
  const inputs = { semantic: asLeaves(semantic), specific: asLeaves(specific), clubView: asLeaves(clubView) };
  const { grads } = tf.variableGrads(() => {
    const state = sampleStep(sizes, inputs, codebook);
    objective.beforeTerms?.(state);
    return tf.addN(Object.values(objective.terms?.(state).losses ?? {}));
  }, [...leaves, ...scope.parameters.values()]);
  for (const leaf of leaves) leaf.dispose();
  return Object.values(grads);
}

function describeBehaviour(subject: Subject): void {
  const { it, expect } = testGlobals();
  it('does something, and learns the codebook only by an update', () =>
    subject.with(3, ({ objective }) => {
      expect(objective.terms ?? objective.updateCodebook).not.toBe(undefined);
      if (objective.learnsCodebook) expect(objective.updateCodebook).not.toBe(undefined);
    }));

  it('makes all its variables in the scope that it is given', () => {
    const registered = () => Object.keys(tf.engine().state.registeredVariables).length;
    const before = registered();
    const { scope } = subject.build(3);
    expect(registered() - before).toBe(scope.parameters.size);
    scope.dispose();
  });

  it('gives the same for the same step', () => {
    const results: unknown[] = [];
    for (let i = 0; i < 2; i++) {
      subject.with(3, ({ objective, codebook, step }) => {
        const state = step(3);
        const before = values(objective.beforeTerms?.(state));
        const terms = objective.terms?.(state);
        const next = objective.updateCodebook?.(codebook, state);
        results.push([before, values(terms?.losses), values(terms?.metrics), next && codebookTensors(next).map(numbersOf)]);
      });
    }
    expect(results[1]).toEqual(results[0]);
  });
}

function describeCodebookUpdate(subject: Subject): void {
  const { it, expect } = testGlobals();
  it('gives a codebook of the same shapes, finite, and leaves the one before as it was', () =>
    subject.with(3, ({ objective, codebook, step }) => {
      if (objective.updateCodebook === undefined) return;
      const before = codebookTensors(codebook).map(numbersOf);
      // Counters at 10,000 batches: where there is a reset, it happens.
      const unused = { ...codebook, sinceUse: tf.mul(codebook.sinceUse, 5000) as tf.Tensor2D };
      for (const state of [codebook, unused]) {
        const next = codebookTensors(objective.updateCodebook(state, step()));
        expect(next.map(({ shape }) => shape)).toEqual(codebookTensors(codebook).map(({ shape }) => shape));
        expect(next.every(allFinite)).toBe(true);
      }
      expect(codebookTensors(codebook).map(numbersOf)).toEqual(before);
    }));
}

/**
 * The suite that each objective must pass: finite named scalars, gradients, chance, pure updates of the codebook, no leaks.
 *
 * @example describeObjective(crossCpc, { modalities: 2 });
 */
export function describeObjective(factory: ObjectiveFactory, testCase: ObjectiveCase = {}): void {
  testGlobals().describe(`objective '${factory.name}'`, () => {
    const subject = new Subject(factory, testCase);
    describeComponent(factory);
    describeTerms(subject);
    describeBehaviour(subject);
    describeCodebookUpdate(subject);
  });
}
