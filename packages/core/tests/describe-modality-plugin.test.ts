import * as tf from '@tensorflow/tfjs';
import { z } from 'zod';
import type { ModalityBuild, ModalityPlugin, ParameterScope, Random } from '../src/index.js';
import { describeModalityPlugin } from '../src/testing/index.js';
import { collectFailures } from './support/collect-failures.js';

const uniform = (shape: readonly number[], random: Random) => random.uniforms(shape.reduce((a, b) => a * b, 1), -1, 1);

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

const failures = (changes: Partial<ModalityPlugin>) => collectFailures(() => describeModalityPlugin(plugin(changes), { featureShape: [5] }));

/** A semantic encoder whose output is changed by `spoil`. */
const semantic = (spoil: (z: tf.Tensor3D, training: boolean, random: Random) => tf.Tensor3D): Partial<ModalityPlugin> => ({
  createSemanticEncoder: (_options, { parameters, featureShape, width }) => {
    const map = affine(parameters, featureShape[0] as number, width);
    return { apply: (x, { training, random }) => spoil(map(x), training, random) };
  },
});

describeModalityPlugin(plugin(), { featureShape: [5] });

describe('describeModalityPlugin notices', () => {
  it('a name that no config should have', () => {
    expect(failures({ name: 'Touch me' })).toEqual(['has a lower-case name and one line of description']);
  });

  it('options without a default or a description, and loose ones', () => {
    expect(failures({ options: z.object({ width: z.number() }) as never })).toContain('has a default and a description for each option');
    expect(failures({ options: z.looseObject({}) as never })).toEqual(['refuses an option that it does not have']);
  });

  it('other axes than stated', () => {
    expect(failures({ features: { axes: ['H', 'W', 'F'], description: 'x' } })).toEqual(['takes features with the axes that it states']);
  });

  it('wrong shapes', () => {
    expect(failures(semantic((z) => z.slice([0, 0, 0], [-1, 1, -1])))).toContain('gives finite features of the stated shapes, clips: 2, segments: 3');
  });

  it('chance in inference', () => {
    const noisy = semantic((z, _training, random) => z.add(random.uniform()));
    expect(failures(noisy)).toEqual(['draws nothing in inference, and in training from the context alone']);
  });

  it('chance of its own', () => {
    const noisy = semantic((z, training) => (training ? z.add(Math.random()) : z));
    expect(failures(noisy)).toEqual(['draws nothing in inference, and in training from the context alone']);
  });

  it('clips that see each other', () => {
    expect(failures(semantic((z) => z.sub(z.mean(0, true))))).toContain('treats each clip by itself in inference');
  });

  it('NaN', () => {
    expect(failures(semantic((z) => z.sub(z).div(z.sub(z))))).toContain('gives finite features of the stated shapes, clips: 1, segments: 1');
  });

  it('a gradient that is not finite', () => {
    expect(failures(semantic((z) => z.sub(z).sqrt().add(z)))).toContain(
      'has a finite gradient for each of its parameters, clips: 2, segments: 3',
    );
  });

  it('tensors left behind', () => {
    expect(failures(semantic((z) => z.add(tf.keep(tf.scalar(0)))))).toContain('draws nothing in inference, and in training from the context alone');
  });

  it('hidden variables', () => {
    const hidden = () => {
      const variable = tf.variable(tf.zeros([1]));
      return { apply: (x: tf.Tensor) => tf.zeros([...x.shape.slice(0, 2), 8]).add(variable) as tf.Tensor3D };
    };
    expect(failures({ createSemanticEncoder: hidden })).toContain('makes all its variables in the scope that it is given');
  });
});
