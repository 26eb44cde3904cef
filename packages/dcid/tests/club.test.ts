import { ParameterScope, Random, type StepState } from '@cmg/core';
import { Adam } from '@cmg/nn';
import { expectClose } from '@cmg/test-support';
import * as tf from '@tensorflow/tfjs';
import { club, clubNetworks, type ClubOptions, fullBound, logLikelihood, sampledBound } from '../src/index.js';
import { build, stepState } from './support/build.js';

const options = (given: Partial<ClubOptions> = {}) => club.options.parse({ hidden: 4, ...given });
const modalities = ['audio', 'video'];

describe('club', () => {
  it('claims its networks for its own optimiser, and makes no other parameters', () => {
    const given = build(modalities);
    club.create(options(), given);
    expect(given.optimizers).toHaveLength(1);
    expect(given.parameters.parameters.size).toBe(2 * 2 * 4 * 2);
  });

  it('fits its networks to the batch, more with each step, and changes no feature', () => {
    const given = build(modalities);
    const objective = club.create(options({ steps: 50, learningRate: 1e-2 }), given);
    const step = stepState(modalities);
    const before = step.clubView['audio']?.arraySync();
    const first = objective.beforeTerms?.(step) ?? {};
    const second = objective.beforeTerms?.(step) ?? {};
    expect(Object.keys(first)).toEqual(['log-likelihood/audio', 'log-likelihood/video']);
    for (const name of Object.keys(first)) {
      expect(second[name]?.dataSync()[0]).toBeGreaterThan(first[name]?.dataSync()[0] as number);
    }
    expect(step.clubView['audio']?.arraySync()).toEqual(before);
  });

  it('takes exactly the steps of its option, and logs the likelihood before the last', () => {
    const given = build(modalities);
    const objective = club.create(options({ steps: 3 }), given);
    const step = stepState(modalities);
    const logged = objective.beforeTerms?.(step) ?? {};
    const scope = ParameterScope.root(new Random(1), tf).child('objective');
    const networks = clubNetworks(scope, modalities, 3, given.clubWidths, 4);
    const optimizer = new Adam(scope.parameters, { learningRate: 1e-3 });
    const likelihood = (m: string) => logLikelihood(networks(step.quantized)[m] as never, step.clubView[m] as tf.Tensor3D);
    let last: number[] = [];
    for (let i = 0; i < 3; i++) {
      last = modalities.map((m) => likelihood(m).dataSync()[0] as number);
      optimizer.minimize(() => tf.neg(tf.addN(modalities.map(likelihood))));
    }
    modalities.forEach((m, i) => expectClose(logged[`log-likelihood/${m}`] as tf.Tensor, [last[i] as number], 1e-6));
    [...scope.parameters].forEach(([path, variable]) =>
      expectClose(given.parameters.parameters.get(path) as tf.Tensor, variable.dataSync(), 1e-6),
    );
  });

  it.each(['full', 'sampled'] as const)('has one bound a modality: %s', (bound) => {
    const objective = club.create(options({ bound }), build(modalities));
    const step = stepState(modalities, 5);
    const losses = objective.terms?.(step).losses ?? {};
    const networks = clubNetworks(
      ParameterScope.root(new Random(1), tf).child('objective'),
      modalities,
      3,
      build(modalities).clubWidths,
      4,
    );
    for (const m of modalities) {
      const [q, c] = [networks(step.quantized)[m] as never, step.clubView[m] as tf.Tensor3D];
      const permutation = new Random(5).fork('club', m).permutation(4);
      const expected = bound === 'full' ? fullBound(q, c) : sampledBound(q, c, () => permutation);
      expectClose(losses[m] as tf.Tensor, expected.dataSync(), 1e-6);
    }
  });

  it('leaves nothing behind, and lets the gradient reach features, within an outer recording', () => {
    const objective = club.create(options(), build(modalities));
    const step = stepState(modalities);
    const { quantized, clubView } = step;
    const run = () =>
      tf.tidy(() => {
        const gradients = tf.grads((x, c) => {
          const state = { ...step, quantized: { ...quantized, audio: x }, clubView: { ...clubView, audio: c } } as StepState;
          objective.beforeTerms?.(state);
          return tf.addN(Object.values(objective.terms?.(state).losses ?? {}));
        })([quantized['audio'] as tf.Tensor, clubView['audio'] as tf.Tensor]);
        return gradients.map((gradient) => gradient.abs().max().dataSync()[0] as number);
      });
    run();
    const before = tf.memory().numTensors;
    for (const size of run()) expect(size).toBeGreaterThan(1e-6);
    expect(tf.memory().numTensors).toBe(before);
  });

  it.each(['full', 'sampled'] as const)(
    'bounds the known information of Gaussian pairs from above: 0 if independent, more the more they share: %s',
    (bound) => {
      const random = new Random(11);
      const normals = (size: number) => Array.from({ length: size }, () => random.normal());
      const boundAt = (correlation: number) => {
        const given = build(['audio'], { clubWidths: { audio: 3 } });
        const objective = club.create(options({ bound, hidden: 16, steps: 40, learningRate: 1e-2 }), given);
        const state = (): StepState => {
          const x = normals(128 * 3);
          const c = x.map((value) => correlation * value + Math.sqrt(1 - correlation ** 2) * random.normal());
          const tensor = (values: number[]) => ({ audio: tf.tensor3d(values, [128, 1, 3]) });
          return { ...stepState(['audio']), quantized: tensor(x), clubView: tensor(c), random: random.fork('state', x[0] as number) };
        };
        for (let i = 0; i < 6; i++) objective.beforeTerms?.(state());
        const fresh = Array.from({ length: 4 }, () => objective.terms?.(state()).losses['audio']?.dataSync()[0] as number);
        return fresh.reduce((sum, value) => sum + value, 0) / fresh.length;
      };
      const [independent, related, close] = [0, 0.5, 0.9].map(boundAt) as [number, number, number];
      const information = (correlation: number) => -1.5 * Math.log(1 - correlation ** 2);
      expect(Math.abs(independent)).toBeLessThan(0.2);
      expect(related).toBeGreaterThan(information(0.5));
      expect(close).toBeGreaterThan(information(0.9));
      expect(close).toBeGreaterThan(related + 1);
    },
  );

  it('has the improved form by default', () => {
    expect(club.options.parse({})).toEqual({ bound: 'full', hidden: 128, steps: 5, learningRate: 1e-3 });
    expect(club.options.safeParse({ steps: 0 }).success).toBe(false);
  });
});
