import { type ObjectiveBuild, type ObjectiveFactory, Random } from '@cmg/core';
import * as tf from '@tensorflow/tfjs';
import { z } from 'zod';
import { buildModel, buildObjectives } from '../src/index.js';
import { fakeComponents, fakeConfig, FEATURE_SHAPES, liveTensors } from './support/fake-run.js';

const BATCH = { sound: [2, 3, 5], sight: [2, 3, 7], words: [2, 3, 4] };

/** An objective that hands out its build. */
const taught = (use: (build: ObjectiveBuild) => void): ObjectiveFactory => ({
  name: 'taught',
  description: 'for tests',
  options: z.strictObject({}),
  create: (_options, build) => {
    use(build);
    return {};
  },
});

/** A model with a teacher, and a step of it. */
function setUp() {
  let build = undefined as unknown as ObjectiveBuild;
  const components = fakeComponents([taught((given) => void (build = given))]);
  const config = fakeConfig({ objectives: ['reconstruction', 'taught'] }, components);
  const model = buildModel(config, components, { segments: 3, featureShapes: FEATURE_SHAPES });
  const objectives = buildObjectives(config, components, model);
  const teacher = build.createTeacher(build.parameters);
  const valueOf = (path: string) => [...(model.parameters.get(path) as tf.Variable).dataSync()];
  const inputs = Object.fromEntries(Object.entries(BATCH).map(([m, shape], i) => [m, tf.randomUniform(shape, -1, 1, 'float32', i + 1)]));
  return { model, objectives, teacher, valueOf, step: { modalities: model.modalities, inputs } as never };
}

describe('a momentum teacher', () => {
  it('starts as the semantic encoders and their front ends, and nothing trains it', () => {
    const { model, objectives, valueOf } = setUp();
    const own = [...model.parameters.keys()].filter((path) => path.startsWith('taught/'));
    expect(own).toEqual(
      ['encoder/sound/semantic', 'encoder/sight/semantic', 'front-end/words', 'encoder/words/semantic'].flatMap((part) =>
        ['weight', 'bias'].map((name) => `taught/teacher/${part}/affine/${name}`),
      ),
    );
    for (const path of own) {
      expect(valueOf(path)).toEqual(valueOf(path.slice('taught/teacher/'.length)));
      expect(objectives.parameters.get(path)?.trainable ?? false).toBe(false);
    }
    model.dispose();
  });

  it('follows by the momentum', () => {
    const { model, teacher, valueOf } = setUp();
    const path = 'encoder/sound/semantic/affine/weight';
    const start = valueOf(path);
    model.parameters.get(path)?.assign(tf.ones([5, 6]));
    teacher.follow(0.9);
    valueOf(`taught/teacher/${path}`).forEach((value, i) => expect(value).toBeCloseTo(0.9 * (start[i] as number) + 0.1, 6));
    teacher.follow(0);
    expect(valueOf(`taught/teacher/${path}`)).toEqual(valueOf(path));
    model.dispose();
  });

  it('encodes the batch in inference mode by its own weights, constant to gradients, and leaves nothing behind', () => {
    const { model, teacher, step } = setUp();
    const { inputs } = step as { inputs: Record<string, tf.Tensor> };
    const values = (z: Readonly<Record<string, tf.Tensor>>) =>
      Object.fromEntries(Object.entries(z).map(([m, t]) => [m, [...t.dataSync()]]));
    const before = values(teacher.semantic(step));
    expect(before).toEqual(values(Object.fromEntries(model.modalities.map((m) => [m, model.semantic(m, inputs[m] as tf.Tensor)]))));
    for (const [path, variable] of model.parameters) if (!path.startsWith('taught/')) variable.assign(tf.zerosLike(variable));
    expect(values(teacher.semantic(step))).toEqual(before);
    const live = liveTensors();
    tf.tidy(() => void teacher.semantic(step));
    teacher.follow(0.5);
    expect(liveTensors()).toBe(live);
    const z = tf.variable(tf.scalar(1));
    const { grads } = tf.variableGrads(() => tf.mean((teacher.semantic(step)['words'] as tf.Tensor).mul(z)) as tf.Scalar);
    expect(Object.keys(grads)).toEqual([z.name]);
    model.dispose();
  });
});

test('a step shows objectives the batch as it was read', () => {
  const { model, step } = setUp();
  const { inputs } = step as { inputs: Record<string, tf.Tensor> };
  const samples = () => Object.fromEntries(model.modalities.map((m) => [m, model.semantic(m, inputs[m] as tf.Tensor)]));
  model.setCodebookState({ ...model.codebook.start(new Random(1), samples) });
  tf.tidy(() => {
    const state = model.forward(inputs, { training: true, random: new Random(1) });
    expect(state.inputs['words']).toBe(inputs['words']);
    expect(state.targets['words']).not.toBe(inputs['words']);
  });
  model.dispose();
});
