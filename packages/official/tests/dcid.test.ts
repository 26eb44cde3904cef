import { type NdArray, ParameterScope, Random } from '@cmg/core';
import { clubNetworks, contrastFutures, cpcNetworks, logLikelihood, sampledBound } from '@cmg/dcid';
import { Adam } from '@cmg/nn';
import { expectClose, officialRun } from '@cmg/test-support';
import * as tf from '@tensorflow/tfjs';
import { importOfficial } from '../src/import-official.js';
import { clubNames } from '../src/names/club-names.js';
import { crossCpcNames } from '../src/names/cross-cpc-names.js';

/** The first recorded step, with the weights that it started from. */
async function firstStep(variant: 'at' | 'av' | 'avt') {
  const { steps, modalities, weight, gradient, tensor } = await officialRun(variant);
  const perModality = (name: string) => Object.fromEntries(modalities.map((m) => [m, tensor<tf.Tensor3D>(`step0/${name}/${m}`)]));
  const clubView = (m: string) => tensor<tf.Tensor3D>(m === 'video' ? 'step0/club_feature/video' : `step0/specific/${m}`);
  return {
    step: steps[0],
    modalities,
    semantic: perModality('semantic'),
    quantized: perModality('quantized'),
    clubView: Object.fromEntries(modalities.map((m) => [m, clubView(m)])),
    weight,
    gradient,
  };
}

type Official = Awaited<ReturnType<typeof firstStep>>;

const root = () => ParameterScope.root(new Random(0), tf).child('objective');
const HIDDEN = 16;

function club({ modalities, clubView, weight }: Official) {
  const scope = root();
  const widths = Object.fromEntries(modalities.map((m) => [m, clubView[m]?.shape[2] as number]));
  const networks = clubNetworks(scope, modalities, 16, widths, HIDDEN);
  importOfficial(scope, clubNames(modalities), weight);
  return { scope, networks };
}

function cpc({ modalities, semantic, weight, step }: Official) {
  const scope = root();
  const networks = cpcNetworks(scope, modalities, 16, 2, 1);
  importOfficial(scope, crossCpcNames(modalities), weight);
  const t = 1 + (step.draws.find(([name]) => name === 'cpc_t_minus_min')?.[1] as number);
  const weights = tf.tensor2d(modalities.map((m) => modalities.map((o) => (m === o ? 0.1 : 1))));
  const contrast = () =>
    contrastFutures(
      networks(
        modalities.map((m) => semantic[m] as tf.Tensor3D),
        t,
      ),
      'contexts',
    );
  return { scope, contrast, loss: () => contrast().loss.mul(weights).sum() as tf.Scalar };
}

describe.each(['at', 'av', 'avt'] as const)('the official run %s', (variant) => {
  it('has the same log-likelihoods in five inner steps of Adam, and the same sampled bound after them', async () => {
    const run = await firstStep(variant);
    const { scope, networks } = club(run);
    const optimizer = new Adam(scope.parameters, { learningRate: 1e-3 });
    const recorded: Record<string, number[]> = {};
    for (let i = 0; i < 5; i++) {
      optimizer.minimize(() => {
        const q = networks(run.quantized);
        const values = run.modalities.map((m) => tf.neg(logLikelihood(q[m] as never, run.clubView[m] as tf.Tensor3D)) as tf.Scalar);
        run.modalities.forEach((m, j) => (recorded[m] ??= []).push(values[j]?.dataSync()[0] as number));
        return tf.addN(values);
      });
    }
    for (const m of run.modalities) {
      (recorded[m] ?? []).forEach((value, i) => {
        const expected = run.step.club_neg_loglik[m]?.[i] as number;
        expect(Math.abs(value - expected)).toBeLessThan(1e-5 * Math.max(1, expected));
      });
    }
    const q = networks(run.quantized);
    const permutations = run.step.draws.filter(([name]) => name === 'club_perm').map(([, draw]) => draw as readonly number[]);
    Object.keys(run.step.club_mi).forEach((m, i) => {
      const bound = sampledBound(q[m] as never, run.clubView[m] as tf.Tensor3D, () => permutations[i] as readonly number[]);
      expectClose(bound, [run.step.club_mi[m] as number], 1e-5);
    });
  });

  it('has the same Cross-CPC loss and accuracies', async () => {
    const run = await firstStep(variant);
    const { contrast, loss } = cpc(run);
    expectClose(loss(), [run.step.cpc], 1e-5);
    const accuracy = contrast().accuracy.arraySync();
    const own = accuracy.map((row, m) => row[m] as number);
    const cross = accuracy.flatMap((row, m) => row.filter((_, o) => o !== m));
    const recorded = run.step.cpc_accuracy;
    expect([...cross].sort()).toEqual([...recorded.slice(0, cross.length)].sort());
    expect([...own].sort()).toEqual([...recorded.slice(cross.length)].sort());
  });

  it('has the same gradient in every parameter of Cross-CPC', async () => {
    const run = await firstStep(variant);
    const { scope, loss } = cpc(run);
    const variables = [...scope.parameters.values()];
    const { grads } = tf.variableGrads(loss, variables);
    const names = crossCpcNames(run.modalities);
    expect(names.size).toBe(scope.parameters.size);
    for (const [path, variable] of scope.parameters) {
      const { module, name } = names.get(path.slice('objective/'.length)) as { module: string; name: string };
      const { data, shape } = run.gradient(module, name) as NdArray;
      const expected = tf.tensor(Float32Array.from(data), [...shape]);
      const actual = grads[variable.name] as tf.Tensor;
      expectClose(actual, (expected.rank === 2 ? expected.transpose() : expected).dataSync(), 1e-5);
    }
  });
});
