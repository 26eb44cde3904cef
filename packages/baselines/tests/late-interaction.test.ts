import { expectGradients, FEATURE_CASES, reference, workedExample } from '@cmg/test-support';
import * as tf from '@tensorflow/tfjs';
import { lateInteraction, lateInteractionScores } from '../src/index.js';
import { created, termsOf } from './support/loss-of.js';

/** Equal segments give tied matches, where the maximum has no derivative. */
const CASES = FEATURE_CASES.filter(([name]) => !name.includes('all the same'));

describe('late interaction', () => {
  it('scores clips by the best match of each segment, both ways: by hand', () => {
    // Cosines of (1,0), (0,1) with (0,1), (0.6,0.8): 0, 0.6; 1, 0.8. Rows: 0.6, 1; columns: 1, 0.8.
    const scores = lateInteractionScores(
      tf.tensor3d([
        [
          [1, 0],
          [0, 2],
        ],
      ]),
      tf.tensor3d([
        [
          [0, 3],
          [0.6, 0.8],
        ],
      ]),
    );
    expect(scores.shape).toEqual([1, 1]);
    expect(scores.dataSync()[0]).toBeCloseTo((0.8 + 0.9) / 2, 6);
  });

  it('does not depend on the order of segments, and compares clips of different lengths', () => {
    const { za, zb, plain } = workedExample();
    const scores = lateInteractionScores(za, zb).arraySync();
    expect(lateInteractionScores(tf.reverse(za, 1), zb).arraySync()).toEqual(scores);
    plain.za.forEach((a, i) => plain.zb.forEach((b, j) => expect(scores[i]?.[j]).toBeCloseTo(reference.lateInteractionScore(a, b), 5)));
    const longer = tf.concat([zb, zb.slice([0, 0], [-1, 1])], 1) as tf.Tensor3D;
    expect(lateInteractionScores(za, longer).shape).toEqual([2, 2]);
  });

  it.each(CASES)('has the gradients of finite differences: %s', (_, { za, zb }) => {
    const { objective } = created(lateInteraction, { temperature: 0.5 }, ['a', 'b']);
    const loss = (...z: tf.Tensor[]) => termsOf(objective, z)['a-b'] as tf.Tensor;
    expectGradients(loss, (a, b) => reference.lateInteraction(a, b, 0.5), [za, zb]);
  });

  it('refuses one modality', () => {
    expect(() => created(lateInteraction, {}, ['a'])).toThrow("late-interaction: pairs modalities, but this run has only 'a'");
  });
});
