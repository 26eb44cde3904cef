import { CmgError, Random, Registry } from '@cmg/core';
import { expectClose } from '@cmg/test-support';
import * as tf from '@tensorflow/tfjs';
import { buildModel, buildObjectives } from '../src/index.js';
import { fakeComponents, fakeConfig, FEATURE_SHAPES, liveTensors } from './support/fake-run.js';

const DATA = { segments: 3, featureShapes: FEATURE_SHAPES };

describe('buildModel', () => {
  it('makes parameters where their part says', () => {
    const model = buildModel(fakeConfig(), fakeComponents(), DATA);
    const parts = new Set([...model.parameters.keys()].map((path) => path.split('/affine')[0]?.split('/view')[0]));
    expect([...parts].filter((part) => part?.includes('words'))).toEqual([
      'front-end/words',
      'encoder/words/semantic',
      'encoder/words/specific',
      'decoder/words',
    ]);
    expect(model.modalities).toEqual(['sound', 'sight', 'words']);
    model.dispose();
  });

  it('gives a modality the same start, whichever others there are', () => {
    const [both, one] = [['sight', 'sound'], ['sound']].map((modalities) => buildModel(fakeConfig({ modalities }), fakeComponents(), DATA));
    for (const [path, variable] of one?.parameters ?? []) {
      expect(both?.parameters.get(path)?.dataSync()).toEqual(variable.dataSync());
    }
    both?.dispose();
    one?.dispose();
  });

  it.each([
    [{ segments: 3, featureShapes: { sound: [5] } }, "modality 'sight': the data set has no features of it\n  The data set has: sound."],
    [
      { segments: 3, featureShapes: { ...FEATURE_SHAPES, sight: [7, 7, 2] } },
      "modality 'sight': takes segments of shape [F], the data set has [7, 7, 2]",
    ],
  ])('says where data and modality do not fit, and frees what was built', (data, message) => {
    const before = liveTensors();
    const build = () => buildModel(fakeConfig(), fakeComponents(), data);
    expect(build).toThrow(CmgError);
    expect(build).toThrow(message);
    expect(liveTensors()).toBe(before);
  });

  it('takes each kind of features that a modality takes', () => {
    const components = fakeComponents();
    const sight = components.modalities.get('sight');
    const both = {
      ...components,
      modalities: new Registry('modality', [{ ...sight, features: { ...sight.features, axes: ['H', 'W', 'F'], otherAxes: [['F']] } }]),
    };
    buildModel(fakeConfig({ modalities: ['sight'] }), both, DATA).dispose();
    const other = { segments: 3, featureShapes: { sight: [7, 2] } };
    expect(() => buildModel(fakeConfig({ modalities: ['sight'] }), both, other)).toThrow(
      'takes segments of shape [H, W, F] or [F], the data set has [7, 2]',
    );
  });

  it('freezes what a frozen modality is made of, that which it shares included', () => {
    const components = fakeComponents();
    for (const name of ['sound', 'sight']) {
      const plugin = components.modalities.get(name);
      components.modalities.add({
        ...plugin,
        name: `shared-${name}`,
        createSemanticEncoder: (options, build) => {
          build.parameters.shared('common').variable('scale', [], () => Float32Array.of(1));
          return plugin.createSemanticEncoder(options, build);
        },
      });
    }
    const modalities = ['shared-sound', 'shared-sight'];
    const config = fakeConfig({ modalities, freeze: ['modalities.shared-sound'] }, components);
    const model = buildModel(config, components, { segments: 3, featureShapes: { 'shared-sound': [5], 'shared-sight': [7] } });
    const trained = [...model.parameters]
      .filter(([, { trainable }]) => trainable)
      .map(([path]) => path.split('/affine')[0]?.split('/view')[0]);
    expect([...new Set(trained)]).toEqual(['encoder/shared-sight/semantic', 'encoder/shared-sight/specific', 'decoder/shared-sight']);
    model.dispose();
  });

  it('hides features from the semantic encoder alone, in training alone', () => {
    const { modalities, ...rest } = fakeConfig();
    const build = (featureDropout: number) => {
      const config = { ...rest, modalities: modalities.map((modality) => ({ ...modality, featureDropout })) };
      return buildModel(config, fakeComponents(), DATA);
    };
    const [whole, hidden] = [build(0), build(0.5)];
    tf.tidy(() => {
      for (const [modality, width] of Object.entries({ sound: 5, words: 4 })) {
        const x = tf.ones([2, 3, width]);
        const z = (model: typeof whole, training: boolean, seed: number) => [
          ...model.semantic(modality, x, { training, random: new Random(seed) }).dataSync(),
        ];
        expect(z(hidden, false, 1)).toEqual(z(whole, false, 1));
        expect(z(hidden, true, 1)).not.toEqual(z(whole, true, 1));
        expect(z(hidden, true, 1)).toEqual(z(hidden, true, 1));
        expect(z(hidden, true, 1)).not.toEqual(z(hidden, true, 2));
      }
    });
    whole.dispose();
    hidden.dispose();
  });

  it('has no codes before training', () => {
    const model = buildModel(fakeConfig(), fakeComponents(), DATA);
    expect(() => model.encode('sound', tf.ones([1, 3, 5]))).toThrow('the model has no codes yet');
    model.dispose();
  });
});

describe('buildObjectives', () => {
  it('leaves to the main optimiser what no objective has claimed', () => {
    const config = fakeConfig();
    const model = buildModel(config, fakeComponents(), DATA);
    const { list, optimizers, parameters } = buildObjectives(config, fakeComponents(), model);
    expect(list.map(({ name }) => name)).toEqual(['reconstruction', 'commitment', 'inner-fit', 'code-reset']);
    expect([...optimizers.keys()]).toEqual(['inner-fit/sound', 'inner-fit/sight', 'inner-fit/words']);
    expect([...model.parameters.keys()].filter((path) => !parameters.has(path)).every((path) => path.startsWith('inner-fit/'))).toBe(true);
    expect([...parameters.keys()].some((path) => path.startsWith('inner-fit/'))).toBe(false);
    for (const optimizer of optimizers.values()) optimizer.dispose();
    model.dispose();
  });
});

describe('Model.semantic', () => {
  it('drops nothing out, unless in training', () => {
    const model = buildModel(fakeConfig(), fakeComponents(), DATA);
    tf.tidy(() => {
      const x = tf.tensor3d(new Random(1).uniforms(2 * 3 * 5), [2, 3, 5]);
      const [weight, bias] = ['weight', 'bias'].map((name) => model.parameters.get(`encoder/sound/semantic/affine/${name}`) as tf.Tensor);
      const affine = tf.add(tf.matMul(x.reshape([6, 5]), weight as tf.Tensor), bias as tf.Tensor).reshape([2, 3, 6]);
      expectClose(model.semantic('sound', x), affine.dataSync(), 1e-6);
      const dropped = model.semantic('sound', x, { training: true, random: new Random(1) });
      expect(tf.equal(dropped, 0).sum().dataSync()[0]).toBeGreaterThan(0);
    });
    model.dispose();
  });
});

describe('Model.forward', () => {
  it('quantises, and decodes the codes', () => {
    const config = fakeConfig();
    const model = buildModel(config, fakeComponents(), DATA);
    const random = new Random(1);
    model.setCodebookState({
      embedding: tf.tensor2d(random.uniforms(8 * 6, -1, 1), [8, 6]),
      emaCount: tf.ones([8]),
      emaSum: tf.zeros([8, 6]),
      sinceUse: tf.zeros([3, 8]),
    });
    tf.tidy(() => {
      const batch = { sound: tf.ones([2, 3, 5]), sight: tf.ones([2, 3, 7]), words: tf.ones([2, 3, 4]) };
      const state = model.forward(batch, { training: true, random });
      expect(state.targets['sound']).toBe(batch.sound);
      expect(state.targets['words']?.shape).toEqual([2, 3, 6]);
      expect(state.distances['sight']?.shape).toEqual([2, 3, 8]);
      const { quantized, specific } = state;
      expect(state.decode('words', quantized['words'] as tf.Tensor3D, specific['words'] as tf.Tensor).shape).toEqual([2, 3, 6]);
    });
    model.dispose();
  });
});
