import { createComponents } from '@cmg/pipeline';
import { loadConfig } from '@cmg/config';
import { Adam } from '@cmg/nn';
import { exportCheckpoint, importCheckpoint, type OfficialCheckpoint } from '@cmg/official';
import { buildModel, buildObjectives, StepMeter, TrainStep } from '@cmg/trainer';
import * as tf from '@tensorflow/tfjs';
import { recordedConfig } from '../src/recorded-config.js';
import { RecordedRandom } from '../src/recorded-random.js';
import { RecordedRun } from '../src/recorded-run.js';
import { FIXTURES } from './support/folder.js';

const INNER_STEPS = 5;

/** The recorded steps by one compiled step, and the state after them. */
async function replayCompiled(run: RecordedRun): Promise<{ totals: number[]; final: OfficialCheckpoint }> {
  const components = createComponents();
  const recorded = recordedConfig((await loadConfig('preset-official', components)).config, run);
  const objectives = recorded.objectives.map((entry) =>
    entry.use === 'club' ? { ...entry, options: { ...entry.options, steps: INNER_STEPS } } : entry,
  );
  const config = { ...recorded, objectives };
  const model = buildModel(config, components, { segments: run.sizes.T, featureShapes: run.featureShapes });
  const built = buildObjectives(config, components, model);
  importCheckpoint(model, config, run.checkpoint('init'));
  const { learningRate, clip } = config.training;
  const meter = new StepMeter(model.modalities, run.sizes.codes, run.sizes.batch, (step) => `step ${step}`);
  const trainStep = new TrainStep(model, built, new Adam(built.parameters, { learningRate, clip }), RecordedRandom.of(run), meter, {
    compiled: true,
  });
  const totals: number[] = [];
  for (const { step } of run.sizes.steps) {
    const input = (m: string) => {
      const { data, shape } = run.tensor(`step${step}/input/${m}`);
      return tf.tensor(Float32Array.from(data), [...shape]);
    };
    trainStep.run(Object.fromEntries(model.modalities.map((m) => [m, input(m)])), step, learningRate);
    totals.push((await meter.record({ step: step + 1, epoch: 1, learningRate })).total);
  }
  trainStep.dispose();
  return { totals, final: await exportCheckpoint(model, config) };
}

const norm = (values: readonly number[]) => Math.sqrt(values.reduce((sum, x) => sum + x * x, 0));

/** Elsewhere a compiled step is the step itself. */
const test = tf.getBackend() === 'tensorflow' ? globalThis.test : globalThis.test.skip;

test.each(['av', 'at', 'avt'])('a compiled step is the official one: totals and final state of %s', async (variant) => {
  const run = await RecordedRun.read(FIXTURES, variant);
  const { totals, final } = await replayCompiled(run);
  run.sizes.steps.forEach(({ total }, i) => expect((totals[i] as number) / total).toBeCloseTo(1, 4));
  let compared = 0;
  for (const [module, named] of run.checkpoint('final')) {
    const pairs = [...named].flatMap(([name, { data }]) => {
      const ours = final.get(module)?.get(name)?.data;
      return ours === undefined ? [] : Array.from(data as Float64Array, (value, i) => [value, ours[i] as number] as const);
    });
    // Of the whole module: single biases have no gradient in exact arithmetic, and Adam makes steps of its rounding.
    const gap = norm(pairs.map(([theirs, ours]) => ours - theirs)) / norm(pairs.map(([theirs]) => theirs));
    expect([module, gap < 1e-3 || gap]).toEqual([module, true]);
    compared += pairs.length;
  }
  expect(compared).toBeGreaterThan(10_000);
});
