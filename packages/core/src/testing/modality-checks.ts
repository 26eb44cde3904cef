import * as tf from '@tensorflow/tfjs';
import type { ForwardContext } from '../forward-context.js';
import type { Decoder, FrontEnd, ModalityPlugin, SemanticEncoder, SpecificEncoder } from '../modality-plugin.js';
import { ParameterScope } from '../parameter-scope.js';
import { Random } from '../random.js';
import { differenceOf, expectFinite, expectShape, expectThat, numbersByName } from './assertions.js';
import { type Check, describeChecks } from './check.js';
import { type Compile, compiledChecks } from './compiled-check.js';
import { componentChecks } from './component-checks.js';
import { expectUntouched, withoutLeak, withoutMathRandom } from './guards.js';
import { otherwiseAbsent, presentFor } from './sample-present.js';
import { randomTensor } from './tensors.js';
import type { TestRunner } from './test-runner.js';
import { variablesCheck } from './variables-check.js';

export interface ModalityPluginCase {
  /** Shape of one segment's features that the plugin takes; small, so that the suite is fast. */
  readonly featureShape: readonly number[];
  /** Options that differ from the defaults: small widths. */
  readonly options?: Readonly<Record<string, unknown>>;
  /** D; default 8. */
  readonly width?: number;
  /** `compile` of `@cmg/runtime`: on native TensorFlow a compiled step is checked too. */
  readonly compile?: Compile;
}

interface Parts {
  readonly scope: ParameterScope;
  readonly frontEnd: FrontEnd | undefined;
  readonly semantic: SemanticEncoder;
  readonly specific: SpecificEncoder;
  readonly decoder: Decoder;
  /** Shape of the decoder's output. */
  readonly rebuilt: readonly number[];
}

/** The name of each output of {@link run} in messages. */
const OUTPUTS = {
  h: 'front end',
  z: 'semantic encoder',
  s: 'specific encoder, specific',
  c: 'specific encoder, clubView',
  rebuilt: 'decoder',
};

type Outputs = Readonly<Record<Exclude<keyof typeof OUTPUTS, 'h'>, tf.Tensor>> & { readonly h?: tf.Tensor };

/** The outputs of all parts for x. */
function run({ frontEnd, semantic, specific, decoder }: Parts, x: tf.Tensor, context: ForwardContext): Outputs {
  const h = frontEnd?.apply(x, context);
  const z = semantic.apply(h ?? x, context);
  const { specific: s, clubView: c } = specific.apply(h ?? x, context);
  return { ...(h && { h }), z, s, c, rebuilt: decoder.apply(z, s, context) };
}

const inference = (seed = 2): ForwardContext => ({ training: false, random: new Random(seed) });
const training = (seed = 2): ForwardContext => ({ training: true, random: new Random(seed) });
const named = (outputs: Outputs) =>
  Object.entries(outputs).map(([key, tensor]) => [OUTPUTS[key as keyof typeof OUTPUTS], tensor as tf.Tensor] as const);

/** One plugin with its case, and ways to run its parts. */
class Subject {
  readonly width: number;

  constructor(
    readonly plugin: ModalityPlugin,
    readonly testCase: ModalityPluginCase,
  ) {
    this.width = testCase.width ?? 8;
  }

  build(seed = 1): Parts {
    const { plugin, width } = this;
    const { options, featureShape } = this.testCase;
    const scope = ParameterScope.root(new Random(seed), tf);
    const parsed = plugin.options.parse(options ?? {});
    const frontEnd = plugin.createFrontEnd?.(parsed, { parameters: scope.child('front-end'), width, featureShape });
    const rebuilt = frontEnd?.featureShape ?? featureShape;
    const part = (name: string) => ({ parameters: scope.child(name), width, featureShape: rebuilt });
    const semantic = plugin.createSemanticEncoder(parsed, part('semantic'));
    const specific = plugin.createSpecificEncoder(parsed, part('specific'));
    const decoder = plugin.createDecoder(parsed, { ...part('decoder'), specificShape: specific.specificShape });
    return { scope, frontEnd, semantic, specific, decoder, rebuilt };
  }

  input(clips: number, segments: number, seed = 3): tf.Tensor {
    return randomTensor(new Random(seed), [clips, segments, ...this.testCase.featureShape]);
  }

  /** Builds, runs the body in a tidy, disposes. */
  with(body: (parts: Parts) => void): void {
    const parts = this.build();
    try {
      tf.tidy(() => body(parts));
    } finally {
      parts.scope.dispose();
    }
  }
}

function featureChecks(subject: Subject): Check[] {
  const { featureShape } = subject.testCase;
  const { axes, otherAxes = [] } = subject.plugin.features;
  const kinds = [axes, ...otherAxes];
  return [
    {
      name: 'takes features with the stated axes',
      run: () =>
        expectThat(
          kinds.some(({ length }) => length === featureShape.length),
          `features.axes is ${kinds.map((letters) => `[${letters.join(', ')}]`).join(' or ')}, but the case has features of shape [${featureShape.join(', ')}]: use one letter for each axis of a segment`,
        ),
    },
    ...(
      [
        [2, 3],
        [1, 1],
        [3, 10],
      ] as const
    ).map(([clips, segments]) => ({
      name: `gives outputs of the contract's shapes, clips: ${clips}, segments: ${segments}`,
      run: () =>
        subject.with((parts) => {
          for (const context of [inference(), training()]) {
            expectShapes(run(parts, subject.input(clips, segments), context), parts, [clips, segments, subject.width]);
          }
        }),
    })),
    {
      name: 'gives finite outputs, also for a single segment',
      run: () =>
        subject.with((parts) => {
          for (const x of [subject.input(2, 3), subject.input(1, 1), tf.zerosLike(subject.input(2, 2))]) {
            for (const context of [inference(), training()])
              named(run(parts, x, context)).forEach(([name, tensor]) => expectFinite(name, tensor));
          }
        }),
    },
    {
      name: 'treats each clip independently in inference',
      run: () =>
        subject.with((parts) => {
          const x = subject.input(3, 4);
          const last = ([name, tensor]: readonly [string, tf.Tensor]) => [name, tf.slice(tensor, [tensor.shape[0] - 1], [1])];
          const [together, alone] = [x, tf.slice(x, [2], [1])].map((part) =>
            numbersByName(Object.fromEntries(named(run(parts, part, inference())).map(last)) as Record<string, tf.Tensor>),
          );
          const name = differenceOf(together ?? {}, alone ?? {}, 1e-4);
          expectThat(
            name === undefined,
            `${name}: a clip's features depend on the other clips of its batch: take no mean or maximum over axis 0`,
          );
        }),
    },
    {
      name: 'lets nothing of segments that a clip lacks into the others',
      run: () =>
        subject.with((parts) => {
          const x = subject.input(1, 4);
          const present = presentFor([2], 4);
          const outputs = (features: tf.Tensor) =>
            numbersByName(
              Object.fromEntries(
                named(run(parts, features, { ...inference(), present })).map(([name, tensor]) => [name, onlyPresent(tensor, present)]),
              ),
            );
          const name = differenceOf(outputs(x), outputs(otherwiseAbsent({ x }, { x: present })['x'] as tf.Tensor), 1e-4);
          expectThat(
            name === undefined,
            `${name}: a segment's features depend on what follows the end of its clip: where a part looks along T, read context.present`,
          );
        }),
    },
  ];
}

/** Zeros for the segments that are not there. */
const onlyPresent = (x: tf.Tensor, present: tf.Tensor2D): tf.Tensor =>
  tf.mul(x, present.reshape([...present.shape, ...Array<number>(x.rank - 2).fill(1)]));

function expectShapes({ h, z, s, c, rebuilt }: Outputs, parts: Parts, [clips, segments, width]: readonly [number, number, number]): void {
  const shape = (...rest: readonly number[]) => [clips, segments, ...rest];
  const keep = 'keep B and T as they are';
  if (h !== undefined) expectShape(OUTPUTS.h, h, shape(...parts.rebuilt), `${keep}, and give what featureShape says`);
  expectShape(OUTPUTS.z, z, shape(width), `${keep}, the last axis is build.width`);
  expectShape(OUTPUTS.s, s, shape(...parts.specific.specificShape), `${keep}, and give what specificShape says`);
  expectShape(OUTPUTS.c, c, shape(parts.specific.clubWidth), `${keep}, the last axis is clubWidth`);
  expectShape(OUTPUTS.rebuilt, rebuilt, shape(...parts.rebuilt), `${keep}, and rebuild build.featureShape`);
}

function parameterChecks(subject: Subject): Check[] {
  return [
    variablesCheck(() => subject.build()),
    {
      name: 'starts from the seed alone',
      run: () => {
        const [one, same, other] = [1, 1, 2].map((seed) => {
          const { scope } = subject.build(seed);
          const numbers = numbersByName(Object.fromEntries(scope.parameters));
          scope.dispose();
          return numbers;
        });
        const name = differenceOf(one ?? {}, same ?? {});
        expectThat(
          name === undefined,
          `${name} starts with different values for the same seed: draw from the random numbers that an initializer receives`,
        );
        const constant = Object.keys(one ?? {}).length > 0 && differenceOf(one ?? {}, other ?? {}) === undefined;
        expectThat(!constant, 'parameters start alike for every seed: draw some from the random numbers that an initializer receives');
      },
    },
    ...(
      [
        [2, 3],
        [1, 1],
      ] as const
    ).map(([clips, segments]) => ({
      name: `has a finite gradient for each of its parameters, clips: ${clips}, segments: ${segments}`,
      run: () =>
        subject.with((parts) => {
          const gradients = gradientsOf(parts, subject.input(clips, segments), training());
          for (const [path, gradient] of Object.entries(gradients)) {
            expectThat(
              gradient !== undefined,
              `${path} has no gradient: no output depends on it, or an operation in between has no gradient`,
            );
            expectFinite(`the gradient of ${path}`, gradient);
          }
        }),
    })),
  ];
}

/** Of the mean squares of all outputs, by the path of each trainable parameter. */
function gradientsOf(parts: Parts, x: tf.Tensor, context: ForwardContext): Readonly<Record<string, tf.Tensor | undefined>> {
  const variables = [...parts.scope.parameters].filter(([, { trainable }]) => trainable);
  if (variables.length === 0) return {};
  const { grads } = tf.variableGrads(
    () => tf.addN(Object.values(run(parts, x, context)).map((output: tf.Tensor) => tf.mean(tf.square(output)))),
    variables.map(([, variable]) => variable),
  );
  return Object.fromEntries(variables.map(([path, { name }]) => [path, grads[name]]));
}

function conductChecks(subject: Subject): Check[] {
  return [
    {
      name: 'draws no random numbers in inference, and in training only from the context',
      run: () =>
        subject.with((parts) => {
          const outputs = (context: ForwardContext) =>
            numbersByName(Object.fromEntries(withoutMathRandom('the plugin', () => named(run(parts, subject.input(2, 3), context)))));
          const drawn = differenceOf(outputs(inference(5)), outputs(inference(6)));
          expectThat(drawn === undefined, `${drawn} draws random numbers in inference: draw only if context.training is true`);
          const other = differenceOf(outputs(training(5)), outputs(training(5)));
          expectThat(
            other === undefined,
            `${other} differs for the same context: draw only from context.random, and keep no state between calls`,
          );
        }),
    },
    {
      name: 'leaves no tensors behind',
      run: () =>
        subject.with(({ frontEnd, semantic, specific, decoder }) => {
          const x = subject.input(2, 3);
          const h = frontEnd?.apply(x, inference()) ?? x;
          const [z, { specific: s }] = [semantic.apply(h, inference()), specific.apply(h, inference())];
          for (const context of [inference(), training()]) {
            if (frontEnd !== undefined) withoutLeak('front end: apply', () => void frontEnd.apply(x, context));
            withoutLeak('semantic encoder: apply', () => void semantic.apply(h, context));
            withoutLeak('specific encoder: apply', () => void specific.apply(h, context));
            withoutLeak('decoder: apply', () => void decoder.apply(z, s, context));
          }
        }),
    },
    {
      name: 'does not change its arguments',
      run: () =>
        subject.with((parts) => {
          const x = subject.input(2, 3);
          expectUntouched('the plugin', { x }, () => void run(parts, x, training()));
          const { z, s } = run(parts, x, inference());
          expectUntouched('decoder: apply', { 'the quantized features': z, 'the specific features': s }, () => {
            parts.decoder.apply(z as tf.Tensor3D, s, training());
          });
        }),
    },
    ...compiledChecks(
      subject.testCase.compile,
      (random) => {
        const parts = subject.build();
        return {
          step: ({ x }) => ({
            ...Object.fromEntries(named(run(parts, x as tf.Tensor, { training: true, random }))),
            ...(gradientsOf(parts, x as tf.Tensor, { training: true, random }) as Record<string, tf.Tensor>),
          }),
          dispose: () => parts.scope.dispose(),
        };
      },
      (run) => () => ({ x: subject.input(2, 3, 10 + run) }),
    ),
  ];
}

/**
 * Everything a modality plugin must do: shapes, gradients, seeded draws, independent clips, no leaks, and the same results in a compiled
 * step.
 */
export function modalityChecks(plugin: ModalityPlugin, testCase: ModalityPluginCase): Check[] {
  const subject = new Subject(plugin, testCase);
  return componentChecks('modality', plugin, () => [...featureChecks(subject), ...parameterChecks(subject), ...conductChecks(subject)]);
}

/**
 * Registers {@link modalityChecks} as tests.
 *
 * @param runner default: the runner of the file, see {@link TestRunner}
 * @example describeModalityPlugin(audioPlugin, { featureShape: [6], options: { specificWidth: 4 } });
 */
export function describeModalityPlugin(plugin: ModalityPlugin, testCase: ModalityPluginCase, runner?: TestRunner): void {
  describeChecks(`modality plugin '${plugin.name}'`, modalityChecks(plugin, testCase), runner);
}
