import * as tf from '@tensorflow/tfjs';
import type { CodebookState } from '../codebook-state.js';
import type { ObjectiveFactory, Scalars } from '../objective.js';
import type { ParameterScope } from '../parameter-scope.js';
import { forModality, perModality, type PerModality } from '../per-modality.js';
import type { Random } from '../random.js';
import type { StepState } from '../step-state.js';
import { differenceOf, expectFinite, expectShape, expectThat, fail, numbersByName } from './assertions.js';
import { type Check, describeChecks } from './check.js';
import { type CompilableStep, type Compile, compiledChecks, type NamedTensors } from './compiled-check.js';
import { componentChecks } from './component-checks.js';
import { expectUntouched, withoutLeak, withoutMathRandom } from './guards.js';
import { lossGradients, ObjectiveSubject, outcomeOf, sizesFor } from './objective-subject.js';
import { sampleCodebookState, type SampleState } from './sample-codebook.js';
import { otherwiseAbsent, presentFor } from './sample-present.js';
import { sampleFeatures, type SampleFeatures, sampleStep } from './sample-step.js';
import type { TestRunner } from './test-runner.js';
import { variablesCheck } from './variables-check.js';

export interface ObjectiveCase {
  /** Options that differ from the defaults. */
  readonly options?: Readonly<Record<string, unknown>>;
  /** The fewest modalities that it supports; default 1. With fewer, `create` must throw. */
  readonly modalities?: number;
  /** `compile` of `@cmg/runtime`: on native TensorFlow a compiled step is checked too. */
  readonly compile?: Compile;
}

/** Losses have plain names; those of metrics may be grouped: `accuracy/audio-video`. */
const NAMES = { loss: /^[\w-]+$/, metric: /^[\w/-]+$/ } as const;

function expectScalars(kind: keyof typeof NAMES, scalars: Scalars = {}): void {
  for (const [name, scalar] of Object.entries(scalars)) {
    expectThat(
      NAMES[kind].test(name),
      `${kind} '${name}': use letters, digits and dashes${kind === 'metric' ? ', parts joined by /' : ''}`,
    );
    expectShape(`${kind} '${name}'`, scalar, [], 'a scalar, such as the mean over batch and segments');
    expectFinite(`${kind} '${name}'`, scalar);
  }
}

function termChecks(subject: ObjectiveSubject, counts: readonly number[], losses: boolean): Check[] {
  const terms = counts.map((modalities) => ({
    name: `gives finite named scalars, modalities: ${modalities}`,
    run: () =>
      subject.with(modalities, ({ objective, step }) => {
        const state = step();
        expectScalars('metric', objective.beforeTerms?.(state));
        const made = objective.terms?.(state);
        expectScalars('loss', made?.losses);
        expectScalars('metric', made?.metrics);
      }),
  }));
  if (!losses) return terms;
  const gradients = counts.map((modalities) => ({
    name: `has finite gradients for features and parameters, modalities: ${modalities}`,
    run: () =>
      subject.with(modalities, (setup) => {
        const gradients = Object.entries(lossGradients(setup, (inputs) => sampleStep(setup.sizes, inputs, setup.codebook)));
        expectThat(
          gradients.length > 0,
          'no loss depends on features or parameters: compute it from step.semantic and the like in TensorFlow, and read nothing back',
        );
        for (const [name, gradient] of gradients) expectFinite(`the gradient of ${name}`, gradient);
      }),
  }));
  return [...terms, ...gradients];
}

function conductChecks(subject: ObjectiveSubject): Check[] {
  return [
    {
      name: 'has terms or an update, and learns the codebook only in the update',
      run: () =>
        subject.with(3, ({ objective }) => {
          const updates = objective.updateCodebook !== undefined;
          expectThat(objective.terms !== undefined || updates, 'it does nothing: create returns neither terms nor updateCodebook');
          expectThat(
            objective.learnsCodebook !== true || updates,
            'learnsCodebook is true, but updateCodebook is missing: add it, or omit learnsCodebook',
          );
        }),
    },
    variablesCheck(() => subject.build(3)),
    {
      name: "gives the same for the same step, and draws only from the step's random numbers",
      run: () => {
        const outcomes = [0, 1].map(() =>
          subject.with(3, (setup) => numbersByName(withoutMathRandom('the objective', () => outcomeOf(setup, setup.step(3))))),
        );
        const name = differenceOf(outcomes[0] ?? {}, outcomes[1] ?? {});
        expectThat(name === undefined, `${name} differs for the same step: draw only from step.random, and keep no state between calls`);
      },
    },
    {
      name: 'leaves no tensors behind',
      run: () =>
        subject.with(3, ({ objective, step }) => {
          const state = step();
          withoutLeak('beforeTerms', () => void objective.beforeTerms?.(state));
          withoutLeak('terms', () => void objective.terms?.(state));
          withoutLeak('updateCodebook', () => void objective.updateCodebook?.(state.codebook, state));
        }),
    },
    {
      name: 'does not change its arguments',
      run: () =>
        subject.with(3, (setup) => {
          const state = setup.step();
          expectUntouched(
            'the objective',
            { ...tensorsOfCodebook(state.codebook), ...tensorsOfFeatures(setup.features) },
            () => void outcomeOf(setup, state),
          );
        }),
    },
  ];
}

/** Prefix of the names of its tensors. */
const CODEBOOK = "the codebook's ";

const tensorsOfCodebook = (codebook: CodebookState): NamedTensors =>
  Object.fromEntries(Object.entries(codebook).map(([name, tensor]) => [`${CODEBOOK}${name}`, tensor]));

const tensorsOfFeatures = (features: SampleFeatures): NamedTensors =>
  Object.fromEntries(
    Object.entries<PerModality<tf.Tensor>>({ ...features }).flatMap(([kind, tensors]) =>
      Object.entries(tensors).map(([modality, tensor]) => [`${kind} of ${modality}`, tensor]),
    ),
  );

function updateCheck(subject: ObjectiveSubject): Check {
  return {
    name: 'gives a finite codebook of the same shapes',
    run: () =>
      subject.with(3, ({ objective, codebook, step }) => {
        // Counters at 10,000 batches, so that any reset is triggered.
        const unused = { ...codebook, sinceUse: tf.mul(codebook.sinceUse, 5000) as tf.Tensor2D };
        for (const state of [codebook, unused]) {
          const next = (objective.updateCodebook as NonNullable<typeof objective.updateCodebook>)(state, step());
          for (const [name, { shape }] of Object.entries(codebook)) {
            expectShape(`updateCodebook, ${name}`, next[name], shape, 'return all tensors of the state, in their shapes');
            expectFinite(`updateCodebook, ${name}`, next[name] as tf.Tensor);
          }
        }
      }),
  };
}

/** Segments of the sample's four clips: some end early, some lack a modality, and each two modalities have clips in common. */
const LENGTHS: PerModality<readonly number[]> = { audio: [5, 3, 2, 5], video: [5, 5, 4, 0], text: [5, 0, 3, 5] };

function presentChecks(subject: ObjectiveSubject, losses: boolean): Check[] {
  const computed = (lengths: typeof LENGTHS | undefined, change = false) =>
    subject.with(3, (setup) => {
      const { sizes, features, codebook } = setup;
      const present = lengths && perModality(sizes.modalities, (m) => presentFor(lengths[m] ?? [], sizes.segments));
      const changed = <T extends tf.Tensor>(tensors: PerModality<T>) => (change && present ? otherwiseAbsent(tensors, present) : tensors);
      const stepOf = (given: SampleFeatures): StepState => {
        const step = sampleStep(sizes, given, codebook, 0, 1, present);
        return { ...step, inputs: changed(step.inputs), targets: changed(step.targets) };
      };
      const own = { semantic: changed(features.semantic), specific: changed(features.specific), clubView: changed(features.clubView) };
      const gradients = losses ? gradientsByName(lossGradients({ ...setup, features: own }, stepOf)) : {};
      return numbersByName({ ...outcomeOf(setup, stepOf(own)), ...gradients });
    });
  return [
    {
      name: 'takes nothing from segments that are not there, and passes no gradient to them',
      run: () => {
        const name = differenceOf(computed(LENGTHS), computed(LENGTHS, true), 1e-5);
        expectThat(name === undefined, `${name} depends on segments that are not there: read step.present, or leave readsPresent out`);
      },
    },
    {
      name: 'gives the same where all segments are there as where step.present is absent',
      run: () => {
        const all = Object.fromEntries(Object.keys(LENGTHS).map((m) => [m, [5, 5, 5, 5]]));
        const name = differenceOf(computed(undefined), computed(all), 1e-4);
        expectThat(name === undefined, `${name} differs where step.present is all ones from where it is absent`);
      },
    },
    {
      name: 'gives finite numbers for a batch that lacks a modality, or has no pair',
      run: () => {
        for (const lengths of [
          { ...LENGTHS, text: [0, 0, 0, 0] },
          { audio: [5, 0, 0, 0], video: [0, 5, 0, 0], text: [0, 0, 5, 0] },
        ]) {
          for (const [name, numbers] of Object.entries(computed(lengths))) {
            const wrong = Array.from(numbers).find((value) => !Number.isFinite(value));
            expectThat(wrong === undefined, `${name} has ${wrong}: the mean of no segments is not their sum over 0`);
          }
        }
      },
    },
  ];
}

function perClipCheck(subject: ObjectiveSubject): Check {
  return {
    name: 'gives the mean of what the halves of a batch give, as perClip says',
    run: () =>
      subject.with(3, ({ objective, step }) => {
        const termsOf = (state: StepState) => {
          const before = objective.beforeTerms?.(state);
          const { losses, metrics } = objective.terms?.(state) ?? { losses: {} };
          return numbersByName({ ...before, ...metrics, ...losses });
        };
        const whole = termsOf(step());
        const halves = [0, 1].map((half) => termsOf(halfOf(step(), half)));
        const means = Object.keys(whole).map((name) => {
          const [first, second] = halves.map((numbers) => numbers[name]?.[0] as number) as [number, number];
          return [name, [(first + second) / 2]] as const;
        });
        const name = differenceOf(whole, Object.fromEntries(means), 1e-4);
        expectThat(name === undefined, `${name} is no mean over clips of what each gives by itself: leave perClip out`);
      }),
  };
}

/** A step with the first or the second half of its clips. */
function halfOf(step: StepState, half: number): StepState {
  const { inputs, targets, semantic, specific, clubView, indices, distances, codes, quantized } = step;
  const rows = <T extends tf.Tensor>(tensors: PerModality<T>): PerModality<T> =>
    perModality(step.modalities, (m) => {
      const all = forModality(tensors, m);
      const count = all.shape[0] / 2;
      return tf.slice<tf.Rank, T>(all, half * count, count);
    });
  const features = {
    inputs: rows(inputs),
    targets: rows(targets),
    semantic: rows(semantic),
    specific: rows(specific),
    clubView: rows(clubView),
  };
  return { ...step, ...features, indices: rows(indices), distances: rows(distances), codes: rows(codes), quantized: rows(quantized) };
}

/** Everything the objective computes from a step, gradients included, as a function of tensors. */
function compilableStep(subject: ObjectiveSubject, random: Random, losses: boolean): CompilableStep {
  const sizes = sizesFor(3);
  const { objective, scope } = subject.build(3);
  return {
    step: (inputs) => {
      const group = (kind: string) => perModality(sizes.modalities, (m) => inputs[`${kind} of ${m}`] as tf.Tensor3D);
      const features = { semantic: group('semantic'), specific: group('specific'), clubView: group('clubView') };
      const codebook = Object.fromEntries(
        Object.entries(inputs).flatMap(([name, tensor]) => (name.startsWith(CODEBOOK) ? [[name.slice(CODEBOOK.length), tensor]] : [])),
      ) as unknown as SampleState;
      const stepOf = (given: SampleFeatures): StepState => ({ ...sampleStep(sizes, given, codebook), random });
      const setup = { sizes, objective, features, codebook, scope, step: () => stepOf(features) };
      return { ...outcomeOf(setup, setup.step()), ...(losses && gradientsByName(lossGradients(setup, stepOf))) };
    },
    dispose: () => scope.dispose(),
  };
}

const gradientsByName = (gradients: NamedTensors): NamedTensors =>
  Object.fromEntries(Object.entries(gradients).map(([name, gradient]) => [`the gradient of ${name}`, gradient]));

/** Different features and codes for each run. */
const stepInputs = (run: number) => (): NamedTensors => ({
  ...tensorsOfFeatures(sampleFeatures(sizesFor(3), 10 + run)),
  ...tensorsOfCodebook(sampleCodebookState(sizesFor(3), 10 + run)),
});

/** Everything an objective must do: finite named scalars, gradients, seeded draws, pure updates of the codebook, no leaks, nothing from segments that are not there if it `readsPresent`, and the same results in a compiled step. */
export function objectiveChecks(factory: ObjectiveFactory, { options, modalities: least = 1, compile }: ObjectiveCase = {}): Check[] {
  return componentChecks('objective', factory, () => {
    const subject = new ObjectiveSubject(factory, options);
    const { terms, losses, updates, readsPresent, perClip } = subject.abilities();
    const counts = [1, 2, 3].filter((modalities) => modalities >= least);
    return [
      ...(least > 1 ? [refusal(subject, least)] : []),
      ...(terms ? termChecks(subject, counts, losses) : []),
      ...conductChecks(subject),
      ...(updates ? [updateCheck(subject)] : []),
      ...(readsPresent ? presentChecks(subject, losses) : []),
      ...(perClip ? [perClipCheck(subject)] : []),
      ...compiledChecks(compile, (random) => compilableStep(subject, random, losses), stepInputs),
    ];
  });
}

function refusal(subject: ObjectiveSubject, least: number): Check {
  return {
    name: `refuses fewer modalities than ${least}`,
    run: () => {
      let scope: ParameterScope;
      try {
        ({ scope } = subject.build(least - 1));
      } catch {
        return;
      }
      scope.dispose();
      fail(`create does not refuse ${least - 1} modalities: throw a CmgError of kind 'usage' that says how many it needs`);
    },
  };
}

/**
 * Registers {@link objectiveChecks} as tests.
 *
 * @param runner default: the runner of the file, see {@link TestRunner}
 * @example describeObjective(crossCpc, { modalities: 2 });
 */
export function describeObjective(factory: ObjectiveFactory, testCase: ObjectiveCase = {}, runner?: TestRunner): void {
  describeChecks(`objective '${factory.name}'`, objectiveChecks(factory, testCase), runner);
}
