import * as tf from '@tensorflow/tfjs';
import type { Codebook, CodebookFactory, EmaOptions, ResetOptions } from '../codebook.js';
import type { CodebookState } from '../codebook-state.js';
import { forModality, perModality, type PerModality } from '../per-modality.js';
import { Random } from '../random.js';
import { differenceOf, expectFinite, expectShape, expectThat, numbersByName } from './assertions.js';
import { type Check, describeChecks } from './check.js';
import { type Compile, compiledChecks, type NamedTensors } from './compiled-check.js';
import { componentChecks } from './component-checks.js';
import { expectUntouched, withoutLeak, withoutMathRandom } from './guards.js';
import { otherwiseAbsent, presentFor } from './sample-present.js';
import { presentIndices } from './sample-step.js';
import { numbersOf, randomTensor } from './tensors.js';
import type { TestRunner } from './test-runner.js';

export interface CodebookCase {
  /** Options that differ from the defaults: few codes. */
  readonly options?: Readonly<Record<string, unknown>>;
  /** D; default 8. */
  readonly width?: number;
  /** `compile` of `@cmg/runtime`: on native TensorFlow a compiled step is checked too. */
  readonly compile?: Compile;
}

const MODALITIES = ['audio', 'video'];
/** Of a run that another modality has joined, and in another order. */
const OTHERS = ['text', 'video', 'audio'];
const EMA: EmaOptions = { decay: 0.9, epsilon: 1e-5, order: 'sequential' };
/** Every code that was not used in this batch counts as dead. */
const RESET: ResetOptions = { rule: 'any', patience: 0, leastCount: 0, donor: 'segment', activeWithin: 1, apart: 0, writes: 'all' };

/** One kind of codebook with its case, and ways to run it. */
class Subject {
  readonly width: number;
  readonly codebook: Codebook;
  /** The same kind for {@link OTHERS}. */
  readonly other: Codebook;

  constructor(factory: CodebookFactory, { options = {}, width = 8 }: CodebookCase) {
    const create = (modalities: readonly string[]) => factory.create(factory.options.parse(options), { width, modalities });
    this.width = width;
    this.codebook = create(MODALITIES);
    this.other = create(OTHERS);
  }

  segments(clips: number, segments: number, seed = 3): PerModality<tf.Tensor3D> {
    return perModality(MODALITIES, (m) => randomTensor<tf.Tensor3D>(new Random(seed).fork(m), [clips, segments, this.width]));
  }

  start(seed = 1, samples = this.segments(16, 10, 4), present?: PerModality<tf.Tensor2D>): CodebookState {
    // Enough segments for each code to start at a different one.
    return this.codebook.start(new Random(seed), () => samples, present);
  }

  /** The state after one more batch, as a run without codebook objectives makes it: codes learn, use is counted, dead codes are replaced. */
  next(
    state: CodebookState,
    semantic: PerModality<tf.Tensor3D>,
    random: Random,
    present?: PerModality<tf.Tensor2D>,
  ): { readonly indices: PerModality<tf.Tensor3D>; readonly states: Readonly<Record<string, CodebookState>> } {
    const { codebook } = this;
    const context = { training: true, random };
    const indices = perModality(MODALITIES, (m) =>
      presentIndices(codebook.assign(state, forModality(semantic, m), m, context).indices, present?.[m]),
    );
    const batch = { modalities: MODALITIES, semantic, indices, random, ...(present && { present }) };
    const updated = codebook.update(
      state,
      MODALITIES.map((m) => ({ indices: forModality(indices, m), vectors: forModality(semantic, m) })),
      EMA,
    );
    const counted = codebook.countUse(updated, batch);
    const reset = codebook.reset(counted, batch, RESET);
    const aligned = codebook.reset(counted, batch, { ...RESET, donor: 'aligned', apart: 0.5 });
    return { indices, states: { update: updated, countUse: counted, reset, 'reset by aligned segments': aligned } };
  }
}

/** Names of the tensors of all states. */
const flatten = (states: Readonly<Record<string, CodebookState>>): NamedTensors =>
  Object.fromEntries(
    Object.entries(states).flatMap(([call, state]) => Object.entries(state).map(([name, tensor]) => [`${call}, ${name}`, tensor])),
  );

function expectState(call: string, state: CodebookState, shapes: Codebook['shapes']): void {
  const [found, expected] = [state, shapes].map((names) => Object.keys(names).sort().join(', '));
  expectThat(found === expected, `${call}: a state of ${found}, expected ${expected}: return all tensors that shapes names, and no others`);
  for (const [name, shape] of Object.entries(shapes)) {
    expectShape(`${call}, ${name}`, state[name], shape, 'as shapes says');
    expectFinite(`${call}, ${name}`, state[name] as tf.Tensor);
  }
}

function expectIndices(what: string, indices: tf.Tensor, [clips, segments]: readonly [number, number], below: number): void {
  expectShape(what, indices, [clips, segments, indices.shape[2] ?? 0], 'keep B and T as they are, levels come last');
  expectThat(indices.dtype === 'int32', `${what} are ${indices.dtype}, expected int32`);
  const wrong = numbersOf(indices).find((index) => index < 0 || index >= below);
  expectThat(wrong === undefined, `${what} have ${wrong}, expected 0 to ${below - 1}`);
}

function assignChecks(subject: Subject): Check[] {
  const { codebook, width } = subject;
  return [
    {
      name: 'assigns segments to existing codes',
      run: () =>
        tf.tidy(() => {
          for (const [clips, segments] of [
            [2, 3],
            [1, 1],
          ] as const) {
            const z = forModality(subject.segments(clips, segments), 'audio');
            const found = codebook.assign(subject.start(), z, 'audio', { training: false, random: new Random(2) });
            expectIndices('assign: indices', found.indices, [clips, segments], codebook.codeCount);
            expectShape('assign: codes', found.codes, [clips, segments, width], 'one vector of width D per segment');
            expectShape('assign: quantized', found.quantized, [clips, segments, width], 'one vector of width D per segment');
            const last = found.distances.shape[2];
            expectThat(last === codebook.size, `assign: distances are to ${last} codes, expected size, ${codebook.size}`);
            const apart = differenceOf({ values: numbersOf(found.quantized) }, { values: numbersOf(found.codes) }, 1e-4);
            expectThat(apart === undefined, 'assign: quantized differs from codes in value: only its gradient is that of z');
          }
        }),
    },
    {
      name: 'passes a finite gradient to its input',
      run: () =>
        tf.tidy(() => {
          const state = subject.start();
          const of = (z: tf.Tensor) => codebook.assign(state, z as tf.Tensor3D, 'audio', { training: true, random: new Random(2) });
          const gradient = tf.grad((z) => tf.sum(tf.square(of(z).quantized)))(forModality(subject.segments(2, 3), 'audio'));
          expectFinite('the gradient of assign, quantized', gradient);
          expectThat(
            numbersOf(gradient).some((value) => value !== 0),
            'the gradient of assign, quantized is 0 everywhere: pass it to z, for example straight through',
          );
        }),
    },
    {
      name: 'encodes segments as the sums of rows of its table',
      run: () =>
        tf.tidy(() => {
          const state = subject.start();
          const table = codebook.table(state);
          const { indices, codes } = codebook.encode(state, forModality(subject.segments(2, 3), 'audio'), 'audio');
          expectThat(table.shape[1] === width, `table: rows of width ${table.shape[1]}, expected D, ${width}`);
          expectIndices('encode: indices', indices, [2, 3], table.shape[0]);
          expectShape('encode: indices', indices, [2, 3, codebook.levels], 'one index for each of levels');
          const sums = tf.sum(tf.gather(table, indices), 2);
          const apart = differenceOf({ values: numbersOf(sums) }, { values: numbersOf(codes) }, 1e-4);
          expectThat(apart === undefined, 'encode: codes are not the sums of the rows of table at its indices');
        }),
    },
  ];
}

function stateChecks(subject: Subject): Check[] {
  const { codebook } = subject;
  const after = () => subject.next(subject.start(), subject.segments(2, 3), new Random(2)).states;
  return [
    {
      name: 'starts, learns, counts and resets in finite states of the declared shapes',
      run: () =>
        tf.tidy(() => {
          for (const [call, state] of Object.entries({ start: subject.start(), ...after() })) expectState(call, state, codebook.shapes);
        }),
    },
    {
      name: 'draws only from the given random numbers',
      run: () =>
        tf.tidy(() => {
          const numbers = () => numbersByName(withoutMathRandom('the codebook', () => flatten({ start: subject.start(), ...after() })));
          const name = differenceOf(numbers(), numbers());
          expectThat(
            name === undefined,
            `${name} differs for the same seed: draw only from the given random numbers, and keep no state between calls`,
          );
        }),
    },
    {
      name: 'goes on with what other modalities have learnt',
      run: () =>
        tf.tidy(() => {
          const { other } = subject;
          if (other.adopt === undefined) {
            const depends = Object.entries(codebook.shapes).some(([name, shape]) => other.shapes[name]?.join() !== shape.join());
            expectThat(
              !depends,
              'shapes depend on the modalities, and adopt is missing: no modality could join a run that has learnt such codes',
            );
            return;
          }
          const learnt = after()['reset'] as CodebookState;
          expectUntouched('adopt', flatten({ learnt }), () => {
            const adopted = other.adopt?.(learnt, MODALITIES) as CodebookState;
            expectState('adopt', adopted, other.shapes);
            const codes = [codebook.table(learnt), other.table(adopted)].map((table) => numbersByName({ table }));
            const [before = {}, now = {}] = codes;
            expectThat(differenceOf(before, now) === undefined, 'adopt: the codes are not those that were learnt');
            const back = codebook.adopt?.(adopted, OTHERS) as CodebookState;
            const name = differenceOf(numbersByName(learnt), numbersByName(back));
            expectThat(name === undefined, `adopt: ${name} is another there and back: what is of one modality goes with it`);
          });
          withoutLeak('adopt', () => void other.adopt?.(learnt, MODALITIES));
        }),
    },
    {
      name: 'does not change its arguments',
      run: () =>
        tf.tidy(() => {
          const [state, semantic] = [subject.start(), subject.segments(2, 3)];
          expectUntouched('the codebook', { ...flatten({ state }), ...semantic }, () => {
            const { states } = subject.next(state, semantic, new Random(2));
            codebook.table(states['reset'] as CodebookState);
            codebook.encode(state, forModality(semantic, 'audio'), 'audio');
          });
        }),
    },
    {
      name: 'leaves no tensors behind',
      run: () =>
        tf.tidy(() => {
          const [state, semantic] = [subject.start(), subject.segments(2, 3)];
          withoutLeak('start', () => void subject.start());
          withoutLeak('a step (assign, update, countUse, reset)', () => void subject.next(state, semantic, new Random(2)));
          withoutLeak('encode', () => void codebook.encode(state, forModality(semantic, 'audio'), 'audio'));
        }),
    },
  ];
}

function presentChecks(subject: Subject): Check[] {
  if (subject.codebook.readsPresent !== true) return [];
  return [
    {
      name: 'takes nothing from segments that are not there',
      run: () =>
        tf.tidy(() => {
          const lengths = { audio: [3, 1, 0, 3], video: [2, 0, 3, 1] };
          const present = perModality(MODALITIES, (m) => presentFor(lengths[m as keyof typeof lengths], 3));
          const semantic = subject.segments(4, 3);
          const state = subject.start();
          const states = (z: PerModality<tf.Tensor3D>) =>
            numbersByName(flatten({ start: subject.start(1, z, present), ...subject.next(state, z, new Random(2), present).states }));
          const name = differenceOf(states(semantic), states(otherwiseAbsent(semantic, present)), 1e-5);
          expectThat(
            name === undefined,
            `${name} depends on segments that are not there: read present, take no index of -1 for a code, or leave readsPresent out`,
          );
        }),
    },
  ];
}

/** Everything a kind of codebook must do: indices of codes that it has, a table that explains them, pure updates, seeded draws, no leaks, and the same results in a compiled step. */
export function codebookChecks(factory: CodebookFactory, testCase: CodebookCase = {}): Check[] {
  return componentChecks('codebook', factory, () => {
    const subject = new Subject(factory, testCase);
    return [
      ...assignChecks(subject),
      ...stateChecks(subject),
      ...presentChecks(subject),
      ...compiledChecks(
        testCase.compile,
        (random) => ({
          step: (inputs) => {
            const group = (names: readonly string[], prefix: string) =>
              Object.fromEntries(names.map((name) => [name, inputs[`${prefix}${name}`] as tf.Tensor]));
            const state = group(Object.keys(subject.codebook.shapes), 'state, ');
            const { indices, states } = subject.next(state, group(MODALITIES, 'segments of ') as PerModality<tf.Tensor3D>, random);
            return {
              ...flatten(states),
              ...Object.fromEntries(MODALITIES.map((m) => [`indices of ${m}`, forModality(indices, m).cast('float32')])),
            };
          },
          dispose: () => undefined,
        }),
        (run) => () => ({
          ...flatten({ state: subject.start(run) }),
          ...Object.fromEntries(Object.entries(subject.segments(2, 3, 10 + run)).map(([m, z]) => [`segments of ${m}`, z])),
        }),
      ),
    ];
  });
}

/**
 * Registers {@link codebookChecks} as tests.
 *
 * @param runner default: the runner of the file, see {@link TestRunner}
 * @example describeCodebook(sharedCodebook, { options: { size: 7 } });
 */
export function describeCodebook(factory: CodebookFactory, testCase: CodebookCase = {}, runner?: TestRunner): void {
  describeChecks(`codebook '${factory.name}'`, codebookChecks(factory, testCase), runner);
}
