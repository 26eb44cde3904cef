import * as tf from '@tensorflow/tfjs';
import type { ForwardContext } from '../forward-context.js';
import type { Decoder, FrontEnd, ModalityPlugin, SemanticEncoder, SpecificEncoder } from '../modality-plugin.js';
import { ParameterScope } from '../parameter-scope.js';
import { Random } from '../random.js';
import { describeComponent } from './describe-component.js';
import { allFinite, largestDifference, numbersOf, randomTensor } from './tensors.js';
import { testGlobals } from './test-globals.js';

export interface ModalityPluginCase {
  /** Shape of one segment's features that the plugin takes; small, so that the suite is fast. */
  readonly featureShape: readonly number[];
  /** Options that differ from the defaults: small widths. */
  readonly options?: Readonly<Record<string, unknown>>;
  /** D; default 8. */
  readonly width?: number;
}

interface Parts {
  readonly scope: ParameterScope;
  readonly frontEnd: FrontEnd | undefined;
  readonly semantic: SemanticEncoder;
  readonly specific: SpecificEncoder;
  readonly decoder: Decoder;
  /** Shape that the decoder rebuilds. */
  readonly rebuilt: readonly number[];
}

function build(plugin: ModalityPlugin, { featureShape, options, width = 8 }: ModalityPluginCase, seed = 1): Parts {
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

/** All that the parts make of x. */
function run({ frontEnd, semantic, specific, decoder }: Parts, x: tf.Tensor, context: ForwardContext) {
  const h = frontEnd?.apply(x, context) ?? x;
  const z = semantic.apply(h, context);
  const { specific: s, clubView } = specific.apply(h, context);
  return { z, s, clubView, rebuilt: decoder.apply(z, s, context) };
}

const inference = (seed = 2): ForwardContext => ({ training: false, random: new Random(seed) });
const training = (seed = 2): ForwardContext => ({ training: true, random: new Random(seed) });

/** One plugin with its case, and how to try its parts. */
class Subject {
  readonly width: number;

  constructor(
    readonly plugin: ModalityPlugin,
    readonly testCase: ModalityPluginCase,
  ) {
    this.width = testCase.width ?? 8;
  }

  build(seed?: number): Parts {
    return build(this.plugin, this.testCase, seed);
  }

  input(clips: number, segments: number): tf.Tensor {
    return randomTensor(new Random(3), [clips, segments, ...this.testCase.featureShape]);
  }

  /** Builds, runs the body in a tidy, frees, and expects no tensor to be left. */
  withParts(body: (parts: Parts) => void): void {
    const before = tf.memory().numTensors;
    const parts = this.build();
    try {
      tf.tidy(() => body(parts));
    } finally {
      parts.scope.dispose();
    }
    testGlobals().expect(tf.memory().numTensors).toBe(before);
  }
}

function describeFeatures(subject: Subject): void {
  const { it, expect } = testGlobals();
  it('takes features with the axes that it states', () => {
    expect(subject.testCase.featureShape.length).toBe(subject.plugin.features.axes.length);
    expect(subject.plugin.features.description).toMatch(/\S/);
  });

  for (const [clips, segments] of [[2, 3], [1, 1], [3, 10]] as const) {
    it(`gives finite features of the stated shapes, clips: ${clips}, segments: ${segments}`, () =>
      subject.withParts((parts) => {
        for (const context of [inference(), training()]) {
          const { z, s, clubView, rebuilt } = run(parts, subject.input(clips, segments), context);
          expect(z.shape).toEqual([clips, segments, subject.width]);
          expect(s.shape).toEqual([clips, segments, ...parts.specific.specificShape]);
          expect(clubView.shape).toEqual([clips, segments, parts.specific.clubWidth]);
          expect(rebuilt.shape).toEqual([clips, segments, ...parts.rebuilt]);
          expect([z, s, clubView, rebuilt].every(allFinite)).toBe(true);
        }
      }));
  }

  it('treats each clip by itself in inference', () =>
    subject.withParts((parts) => {
      const x = subject.input(3, 4);
      const all = run(parts, x, inference());
      const last = run(parts, tf.slice(x, [2], [1]), inference());
      for (const key of ['z', 's', 'clubView', 'rebuilt'] as const) {
        expect(largestDifference(tf.slice(all[key] as tf.Tensor, [2], [1]), last[key])).toBeLessThanOrEqual(1e-4);
      }
    }));
}

function describeParameters(subject: Subject): void {
  const { it, expect } = testGlobals();
  it('makes all its variables in the scope that it is given', () => {
    const registered = () => Object.keys(tf.engine().state.registeredVariables).length;
    const before = registered();
    const { scope } = subject.build();
    expect(registered() - before).toBe(scope.parameters.size);
    scope.dispose();
  });

  it('starts from the seed alone', () => {
    const [one, same, other] = [subject.build(), subject.build(), subject.build(2)];
    const values = ({ scope }: Parts) => [...scope.parameters].map(([path, variable]) => [path, numbersOf(variable)]);
    expect(values(same)).toEqual(values(one));
    expect(values(other)).not.toEqual(values(one));
    for (const { scope } of [one, same, other]) scope.dispose();
  });

  for (const [clips, segments] of [[2, 3], [1, 1]] as const) {
    it(`has a finite gradient for each of its parameters, clips: ${clips}, segments: ${segments}`, () =>
      subject.withParts((parts) => {
        const variables = [...parts.scope.parameters].filter(([, { trainable }]) => trainable);
        const { grads } = tf.variableGrads(
          () => tf.addN(Object.values(run(parts, subject.input(clips, segments), training())).map((output) => tf.mean(tf.square(output)))),
          variables.map(([, variable]) => variable),
        );
        const pathsWhere = (test: (gradient: tf.Tensor | undefined) => boolean) =>
          variables.filter(([, { name }]) => test(grads[name])).map(([path]) => path);
        expect(pathsWhere((gradient) => gradient === undefined)).toEqual([]);
        expect(pathsWhere((gradient) => gradient !== undefined && !allFinite(gradient))).toEqual([]);
      }));
  }
}

function describeChance(subject: Subject): void {
  const { it, expect } = testGlobals();
  it('draws nothing in inference, and in training from the context alone', () =>
    subject.withParts((parts) => {
      const x = subject.input(2, 3);
      const outputs = (context: ForwardContext) => Object.values(run(parts, x, context)).map(numbersOf);
      expect(outputs(inference(5))).toEqual(outputs(inference(6)));
      expect(outputs(training(5))).toEqual(outputs(training(5)));
    }));
}

/**
 * The suite that each modality plugin must pass: shapes, gradients, chance, independence of clips, no leaks.
 *
 * @example describeModalityPlugin(audioPlugin, { featureShape: [6], options: { specificWidth: 4 } });
 */
export function describeModalityPlugin(plugin: ModalityPlugin, testCase: ModalityPluginCase): void {
  testGlobals().describe(`modality plugin '${plugin.name}'`, () => {
    const subject = new Subject(plugin, testCase);
    describeComponent(plugin);
    describeFeatures(subject);
    describeParameters(subject);
    describeChance(subject);
  });
}
