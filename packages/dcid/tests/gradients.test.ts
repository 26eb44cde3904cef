import { type ObjectiveBuild, type ParameterScope, Random, type StepState } from '@cmg/core';
import { expectGradients, expectSlopes, FEATURE_CASES, nestedNormals, reference } from '@cmg/test-support';
import * as tf from '@tensorflow/tfjs';
import { club, type ClubOptions, crossCpc } from '../src/index.js';
import { build } from './support/build.js';

type Block = number[][][];

/** An affine map of a scope, as plain numbers. */
function plainAffine(scope: ParameterScope, path: string, weight = 'weight', bias = 'bias') {
  const at = (name: string) => scope.parameters.get(`${scope.path}/${path}/${name}`)?.arraySync();
  return { weight: at(weight) as number[][], bias: at(bias) as number[] };
}

const LAYERS = [0, 1, 2, 3];

/** CLUB on one modality, x -> c, with its networks as plain numbers. */
function plainClub(options: Partial<ClubOptions>, createOptimizer: ObjectiveBuild['createOptimizer']) {
  const given = { ...build(['audio'], { clubWidths: { audio: 3 } }), createOptimizer };
  const objective = club.create(club.options.parse({ hidden: 4, ...options }), given);
  const layers = (network: string) => LAYERS.map((layer) => plainAffine(given.parameters, `audio/${network}/${layer}`));
  const networks = { mean: layers('mean'), logVariance: layers('logVariance') };
  const gaussian = (x: Block, { mean, logVariance } = networks) => ({
    mean: x.map((clip) => clip.map((row) => reference.reluNetwork(row, mean))),
    logVariance: x.map((clip) => clip.map((row) => reference.reluNetwork(row, logVariance).map(Math.tanh))),
  });
  const step = (x: tf.Tensor, c: tf.Tensor) =>
    ({ quantized: { audio: x }, clubView: { audio: c }, random: new Random(3) }) as unknown as StepState;
  return { objective, networks, gaussian, step };
}

/** The networks of Cross-CPC as plain numbers. */
const plainCpc = (scope: ParameterScope, modalities: readonly string[], layers: number) =>
  modalities.map((m) => ({
    layers: Array.from({ length: layers }, (_, k) => ({
      input: plainAffine(scope, `${m}/lstm/l${k}`, 'inputWeight', 'inputBias'),
      hidden: plainAffine(scope, `${m}/lstm/l${k}`, 'hiddenWeight', 'hiddenBias'),
    })),
    predictor: plainAffine(scope, `${m}/predictors/0`),
  }));

const CPC_FORMS = [
  { candidates: 'targets', layers: 1, selfWeight: 0 },
  { candidates: 'contexts', layers: 2, selfWeight: 0.1 },
] as const;

function expectCpcGradients(options: (typeof CPC_FORMS)[number], semantic: readonly Block[]): void {
  const modalities = ['audio', 'video', 'text'].slice(0, semantic.length);
  const segments = semantic[0]?.[0]?.length as number;
  const given = build(modalities, { segments });
  const objective = crossCpc.create(crossCpc.options.parse(options), given);
  const networks = plainCpc(given.parameters, modalities, options.layers);
  const t = new Random(5).fork('cross-cpc').integer(1, segments - 1);
  const loss = (...z: tf.Tensor[]) => {
    const step = { semantic: Object.fromEntries(modalities.map((m, i) => [m, z[i]])), random: new Random(5) };
    return objective.terms?.(step as unknown as StepState).losses['pairs'] as tf.Scalar;
  };
  expectGradients(loss, (...z: Block[]) => reference.crossCpc(z, networks, t, options.candidates, options.selfWeight), [...semantic]);
}

describe.each(FEATURE_CASES)('gradients are finite differences: %s', (_, { za, zb }) => {
  it.each(['full', 'sampled'] as const)('of club, the %s bound, in features', (bound) => {
    const { objective, gaussian, step } = plainClub({ bound }, () => ({ minimize: (loss) => loss(), descend: () => undefined }));
    const permutation = Array.from(new Random(3).fork('club', 'audio').permutation(za.length));
    const formula = (x: Block, c: Block) =>
      bound === 'full' ? reference.fullBound(gaussian(x), c) : reference.sampledBound(gaussian(x), c, permutation);
    expectGradients((x, c) => objective.terms?.(step(x, c)).losses['audio'] as tf.Scalar, formula, [za, zb]);
  });

  it("of club's log-likelihood, in the parameters of the networks", () => {
    const slopes = new Map<string, ArrayLike<number>>();
    const { objective, networks, gaussian, step } = plainClub({ steps: 1 }, ({ parameters }) => ({
      minimize: (loss) => loss(),
      descend: (_, gradient) => {
        const variables = [...parameters.values()];
        const flat = gradient(tf.concat1d(variables.map((variable) => variable.flatten())), 0);
        const parts = tf.split(
          flat,
          variables.map(({ size }) => size),
        );
        [...parameters.keys()].forEach((path, i) => slopes.set(path, (parts[i] as tf.Tensor).dataSync()));
      },
    }));
    const logged = objective.beforeTerms?.(step(tf.tensor3d(za), tf.tensor3d(zb))) ?? {};
    expect(logged['log-likelihood/audio']?.dataSync()[0]).toBeCloseTo(reference.logLikelihood(gaussian(za), zb), 5);
    for (const network of ['mean', 'logVariance'] as const) {
      for (const layer of LAYERS) {
        const map = networks[network][layer] as (typeof networks)['mean'][number];
        for (const name of ['weight', 'bias'] as const) {
          const gradient = slopes.get(`objective/audio/${network}/${layer}/${name}`) ?? [];
          expectSlopes(gradient, map[name] as number[][], (values) => {
            const changed = networks[network].with(layer, { ...map, [name]: values });
            return -reference.logLikelihood(gaussian(za, { ...networks, [network]: changed }), zb);
          });
        }
      }
    }
  });

  it.each(CPC_FORMS)('of cross-cpc, %j', (options) => expectCpcGradients(options, [za, zb]));
});

describe('gradients are finite differences: three modalities', () => {
  it.each(CPC_FORMS)('of cross-cpc, %j', (options) =>
    expectCpcGradients(
      options,
      [1, 2, 3].map((seed) => nestedNormals([2, 3, 3], seed)),
    ),
  );
});
