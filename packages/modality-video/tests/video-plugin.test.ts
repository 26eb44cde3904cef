import { ParameterScope, Random } from '@cmg/core';
import { meanSquaredError } from '@cmg/nn';
import * as tf from '@tensorflow/tfjs';
import { noise } from '../../nn/tests/support/tensors.js';
import { videoOptions, videoPlugin } from '../src/index.js';

describe('videoPlugin', () => {
  const options = videoOptions.parse({ specificWidth: 6, feedForward: 8 });
  const buildOn = (featureShape: readonly number[]) => {
    const root = ParameterScope.root(new Random(1), tf);
    const build = (part: string) => ({ parameters: root.child(part), width: 8, featureShape });
    const semanticEncoder = videoPlugin.createSemanticEncoder(options, build('semantic'));
    const specificEncoder = videoPlugin.createSpecificEncoder(options, build('specific'));
    const { specificShape } = specificEncoder;
    return { root, semanticEncoder, specificEncoder, decoder: videoPlugin.createDecoder(options, { ...build('decoder'), specificShape }) };
  };

  it.each([
    [5, 5, 3],
    [6, 9, 10],
  ])('takes frames of %d x %d cells with %d channels, and every parameter learns', (...frame) => {
    const { root, semanticEncoder, specificEncoder, decoder } = buildOn(frame);
    const x = noise([2, 3, ...frame]);
    const training = { training: true, random: new Random(2) };
    const run = () =>
      tf.variableGrads(() => {
        const { specific, clubView } = specificEncoder.apply(x, training);
        const z = semanticEncoder.apply(x, training);
        expect(clubView.shape).toEqual([2, 3, frame[2]]);
        expect(specific.shape).toEqual([2, 3, frame[0] - 4, frame[1] - 4, 6]);
        const rebuilt = decoder.apply(z, specific, training);
        return tf.addN([meanSquaredError(rebuilt, x), clubView.square().mean(), z.square().mean()]) as tf.Scalar;
      }, [...root.parameters.values()]);
    tf.dispose(run());
    const before = tf.memory().numTensors;
    const { value, grads } = run();
    expect(Object.keys(grads)).toHaveLength(root.parameters.size);
    tf.dispose([value, grads]);
    expect(tf.memory().numTensors).toBe(before);
  });

  const pathsOf = (shape: readonly number[], part: string) =>
    [...buildOn(shape).root.parameters.keys()].filter((path) => path.startsWith(`${part}/`)).map((path) => path.slice(part.length + 1));

  it('maps each cell on its own where the convolutions do not fit, and a vector as the only cell', () => {
    const affine = ['affine/weight', 'affine/bias', 'club/in/weight', 'club/in/bias', 'club/out/weight', 'club/out/bias'];
    const cell = ['cell/code/weight', 'cell/code/bias', 'cell/output/weight', 'cell/output/bias'];
    for (const shape of [[9], [1, 1, 9], [4, 7, 9]]) {
      expect(pathsOf(shape, 'specific')).toEqual(affine);
      expect(pathsOf(shape, 'decoder')).toEqual(cell);
    }
    expect(pathsOf([5, 5, 9], 'specific')).toContain('conv1/weight');
    expect(pathsOf([4, 7, 9], 'semantic')).toContain('pooling/gate/in/weight');
    expect(pathsOf([9], 'semantic').filter((path) => path.startsWith('pooling'))).toEqual([]);
    expect([[9], [1, 1, 9], [4, 7, 9]].map((shape) => buildOn(shape).specificEncoder.specificShape)).toEqual([[6], [1, 1, 6], [4, 7, 6]]);
  });

  it('gives a vector what it gives the same values as one cell', () => {
    const [vector, cell] = [buildOn([9]), buildOn([1, 1, 9])];
    const x = noise([2, 3, 9]);
    const inference = { training: false, random: new Random(2) };
    const outputs = ({ semanticEncoder, specificEncoder, decoder }: typeof vector, features: tf.Tensor) => {
      const { specific, clubView } = specificEncoder.apply(features, inference);
      const z = semanticEncoder.apply(features, inference);
      return [z, clubView, specific, decoder.apply(z, specific, inference)].map((tensor) => [...tensor.dataSync()]);
    };
    expect(outputs(cell, x.reshape([2, 3, 1, 1, 9]))).toEqual(outputs(vector, x));
  });

  it('refuses other shapes', () => {
    expect(() => buildOn([7, 7])).toThrow('expected a grid of cells or a vector per segment, of shape [H, W, F] or [F], got [7, 7]');
    expect(() => buildOn([0, 7, 3])).toThrow('got [0, 7, 3]');
    const root = ParameterScope.root(new Random(1), tf);
    const build = { parameters: root.child('decoder'), width: 8, featureShape: [7, 7, 3], specificShape: [2, 3, 6] };
    expect(() => videoPlugin.createDecoder(options, build)).toThrow(
      'frames of 7 x 7 cells need specific features [3, 3, S], got [2, 3, 6]',
    );
    expect(() => videoPlugin.createDecoder(options, { ...build, featureShape: [9] })).toThrow(
      'vectors need specific features [S], got [2, 3, 6]',
    );
  });

  it('takes a CLUB view of another width, and describes every option', () => {
    const other = videoOptions.parse({ specificWidth: 6, clubWidth: 5 });
    const build = { parameters: ParameterScope.root(new Random(1), tf), width: 8, featureShape: [5, 5, 3] };
    expect(videoPlugin.createSpecificEncoder(other, build).clubWidth).toBe(5);
    expect(() => videoPlugin.options.parse({ residualVariant: 'relu' })).toThrow('residualVariant');
    for (const option of Object.values(videoPlugin.options.shape)) expect((option as { description?: string }).description).toBeTruthy();
  });
});
