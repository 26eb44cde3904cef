import * as tf from '@tensorflow/tfjs';
import { z } from 'zod';
import type { ModalityBuild, ModalityPlugin, ParameterScope, Random } from '../src/index.js';
import { describeModalityPlugin, modalityChecks } from '../src/testing/index.js';
import { asWritten, failuresOf, replay } from './support/failures.js';

const uniform = (shape: readonly number[], random: Random) =>
  random.uniforms(
    shape.reduce((a, b) => a * b, 1),
    -1,
    1,
  );

function affine(scope: ParameterScope, from: number, to: number): (x: tf.Tensor) => tf.Tensor3D {
  const weight = scope.variable('weight', [from, to], uniform) as tf.Tensor as tf.Tensor2D;
  return (x) => tf.matMul(x.reshape([-1, from]), weight).reshape([...x.shape.slice(0, 2), to] as [number, number, number]);
}

/** A sound plugin; `changes` spoil it. */
function plugin(changes: Partial<ModalityPlugin> = {}): ModalityPlugin {
  const last = ({ featureShape }: ModalityBuild) => featureShape[0] as number;
  return {
    name: 'touch',
    description: 'for tests',
    options: z.strictObject({}),
    features: { axes: ['F'], description: 'anything' },
    createSemanticEncoder: (_options, build) => {
      const map = affine(build.parameters, last(build), build.width);
      return { apply: (x) => map(x) };
    },
    createSpecificEncoder: (_options, build) => {
      const map = affine(build.parameters, last(build), 4);
      return { clubWidth: 4, specificShape: [4], apply: (x) => ({ specific: map(x), clubView: map(x) }) };
    },
    createDecoder: (_options, build) => {
      const map = affine(build.parameters, build.width + 4, last(build));
      return { apply: (q, s) => map(tf.concat([q, s], 2)) };
    },
    ...changes,
  };
}

const failures = (changes: Partial<ModalityPlugin>) => failuresOf(modalityChecks(plugin(changes), { featureShape: [5] }));

/** A semantic encoder whose output is changed by `spoil`. */
const semantic = (spoil: (z: tf.Tensor3D, training: boolean, random: Random, x: tf.Tensor) => tf.Tensor): Partial<ModalityPlugin> => ({
  createSemanticEncoder: (_options, { parameters, featureShape, width }) => {
    const map = affine(parameters, featureShape[0] as number, width);
    return { apply: (x, { training, random }) => spoil(map(x), training, random, x) as tf.Tensor3D };
  },
});

describeModalityPlugin(plugin(), { featureShape: [5], compile: asWritten });

describe('modalityChecks say what is wrong, and what to do', () => {
  const SHAPES = [
    [2, 3],
    [1, 1],
    [3, 10],
  ].map(([clips, segments]) => `gives outputs of the contract's shapes, clips: ${clips}, segments: ${segments}`);
  const GRADIENTS = [
    [2, 3],
    [1, 1],
  ].map(([clips, segments]) => `has a finite gradient for each of its parameters, clips: ${clips}, segments: ${segments}`);
  const DRAWS = 'draws no random numbers in inference, and in training only from the context';

  it('of a name that no config should have, and nothing else then', async () => {
    expect(await failures({ name: 'Touch me' })).toEqual({
      'has the parts of its kind, and strict options with defaults':
        'Touch me: is not a modality plugin: name is "Touch me", not lower-case words joined by dashes',
    });
  });

  it('of a lack of descriptions', async () => {
    const LINE = 'describes itself and each option in a line';
    expect(await failures({ options: z.strictObject({ bins: z.int().default(3) }) })).toEqual({
      [LINE]: "options without a description: bins; add .describe('…') to each, after its default",
    });
    expect(await failures({ description: 'two\nlines' })).toEqual({
      [LINE]: 'description is "two\\nlines": one line, without surrounding space',
    });
  });

  it('of other axes than stated', async () => {
    expect(await failures({ features: { axes: ['H', 'W', 'F'], description: 'x' } })).toEqual({
      'takes features with the stated axes':
        'features.axes is [H, W, F], but the case has features of shape [5]: use one letter for each axis of a segment',
    });
  });

  it('of wrong shapes', async () => {
    const wrong = await failures({
      createSpecificEncoder: (_, build) => {
        const map = affine(build.parameters, 5, 4);
        return { clubWidth: 3, specificShape: [4], apply: (x) => ({ specific: map(x), clubView: map(x) }) };
      },
    });
    expect(Object.keys(wrong)).toEqual(SHAPES);
    expect(wrong[SHAPES[0]!]).toBe(
      'specific encoder, clubView: expected [2, 3, 3], got [2, 3, 4]: keep B and T as they are, the last axis is clubWidth',
    );
    const turned = await failures(semantic((z) => z.transpose([0, 2, 1])));
    expect(turned[SHAPES[0]!]).toMatch(/Size\(|must|expected|does not match/);
  });

  it('of numbers that are not finite', async () => {
    const wrong = await failures(semantic((z, training) => (training ? z : z.div(z.sub(z).relu()).mul(0))));
    expect(Object.keys(wrong)).toContain('gives finite outputs, also for a single segment');
    expect(wrong['gives finite outputs, also for a single segment']).toBe(
      'semantic encoder has NaN: guard logarithms, roots and quotients, the gradient of a root at 0 is infinite',
    );
  });

  it('of segments that see what follows the end of their clip', async () => {
    expect(await failures(semantic((z) => z.add(z.mean(1, true))))).toEqual({
      'lets nothing of segments that a clip lacks into the others':
        "semantic encoder: a segment's features depend on what follows the end of its clip: where a part looks along T, read context.present",
    });
  });

  it('of clips that see each other', async () => {
    expect(await failures(semantic((z, training) => (training ? z : z.sub(z.mean(0, true)))))).toEqual({
      'treats each clip independently in inference':
        "semantic encoder: a clip's features depend on the other clips of its batch: take no mean or maximum over axis 0",
    });
  });

  it('of hidden variables', async () => {
    const hidden: Partial<ModalityPlugin> = {
      createDecoder: (_options, build) => {
        const map = affine(build.parameters, build.width + 4, 5);
        const scale = tf.variable(tf.scalar(1));
        return { apply: (q, s) => map(tf.concat([q, s], 2)).mul(scale) };
      },
    };
    expect(await failures(hidden)).toEqual({
      'makes all its variables in the given scope':
        '1 variables are outside the scope: make them with build.parameters.variable, so that they are trained and saved',
    });
  });

  it('of a start that the seed does not decide', async () => {
    let count = 0;
    const counted: Partial<ModalityPlugin> = {
      createDecoder: (_options, build) => {
        const start = count++;
        const bias = build.parameters.variable('bias', [5], () => new Float32Array(5).fill(start));
        const map = affine(build.parameters, build.width + 4, 5);
        return { apply: (q, s) => map(tf.concat([q, s], 2)).add(bias) };
      },
    };
    expect(await failures(counted)).toEqual({
      'starts from the seed alone':
        'decoder/bias starts with different values for the same seed: draw from the random numbers that an initializer receives',
    });
  });

  it('of a parameter without a gradient, or with one that is not finite', async () => {
    const unused: Partial<ModalityPlugin> = {
      createSemanticEncoder: (_options, build) => {
        const map = affine(build.parameters, 5, build.width);
        build.parameters.variable('bias', [1], uniform);
        return { apply: (x) => map(x) };
      },
    };
    const message = 'semantic/bias has no gradient: no output depends on it, or an operation in between has no gradient';
    expect(await failures(unused)).toEqual(Object.fromEntries(GRADIENTS.map((name) => [name, message])));
    const infinite = await failures(semantic((z) => z.sub(z).sqrt().add(z)));
    expect(Object.keys(infinite)).toEqual(GRADIENTS);
    expect(infinite[GRADIENTS[0]!]).toMatch('the gradient of semantic/weight has NaN');
  });

  it('of draws in inference, and of draws from Math.random', async () => {
    expect(await failures(semantic((z, training, random) => (training ? z : z.add(random.uniform() / 1e6))))).toEqual({
      [DRAWS]: 'semantic encoder draws random numbers in inference: draw only if context.training is true',
    });
    expect(await failures(semantic((z, training) => (training ? z.add(Math.random()) : z)))).toEqual({
      [DRAWS]:
        'the plugin drew from Math.random: draw from context.random inside hostValue (tf.randomNormal, tf.dropout and the like use Math.random without a seed)',
    });
    let calls = 0;
    expect(await failures(semantic((z, training) => (training ? z.add(calls++) : z)))).toEqual({
      [DRAWS]: 'semantic encoder differs for the same context: draw only from context.random, and keep no state between calls',
    });
  });

  it('of tensors left behind', async () => {
    expect(await failures(semantic((z) => z.add(tf.keep(tf.scalar(0)))))).toEqual({
      'leaves no tensors behind': 'semantic encoder: apply leaked 1 tensor: wrap it in tf.tidy, and do not use tf.keep or tf.variable',
    });
  });

  it('of inputs that are disposed of', async () => {
    const disposing = plugin();
    const createDecoder: ModalityPlugin['createDecoder'] = (options, build) => {
      const { apply } = disposing.createDecoder(options, build);
      return {
        apply(q, s, context) {
          const rebuilt = apply(q, s, context);
          if (context.training) q.dispose();
          return rebuilt;
        },
      };
    };
    expect(await failures({ createDecoder })).toMatchObject({
      'does not change its arguments': 'decoder: apply disposed the quantized features, which it was given: leave that to the caller',
    });
  });

  (tf.getBackend() === 'tensorflow' ? it : it.skip)('of a compiled step that is another', async () => {
    const failed = await failuresOf(modalityChecks(plugin(), { featureShape: [5], compile: replay }));
    expect(failed).toEqual({
      'gives the same in a compiled step, over runs with different draws and batches':
        'semantic encoder differs in run 2 of the compiled step: its JavaScript runs once, while it is recorded; draw and count inside hostValue, take no branch that differs from step to step',
    });
  });
});
