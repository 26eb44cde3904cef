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

  it('refuses grids that its convolutions do not fit, and vectors', () => {
    expect(() => buildOn([4, 7, 3])).toThrow('expected frames of at least 5 x 5 cells, got 4 x 7');
    expect(() => buildOn([128])).toThrow('expected a grid of cells per segment, of shape [H, W, F], got [128]');
    const root = ParameterScope.root(new Random(1), tf);
    const build = { parameters: root.child('decoder'), width: 8, featureShape: [7, 7, 3], specificShape: [2, 3, 6] };
    expect(() => videoPlugin.createDecoder(options, build)).toThrow(
      'frames of 7 x 7 cells need specific features [3, 3, S], got [2, 3, 6]',
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
