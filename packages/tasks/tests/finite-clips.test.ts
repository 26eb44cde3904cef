import * as tf from '@tensorflow/tfjs';
import { expectFiniteClips, finiteClips } from '../src/index.js';

const z = (...last: number[]) =>
  tf.tensor3d(
    last.flatMap((value) => [0, 1, 2, value]),
    [last.length, 2, 2],
  );

test('a clip whose z is not finite is named', () => {
  expect([...finiteClips(z(3, NaN, Infinity, -1)).dataSync()]).toEqual([1, 0, 0, 1]);
  expect(() => expectFiniteClips(finiteClips(z(3, NaN)).dataSync(), 'audio', 10, 'a.npy')).toThrow(
    'a.npy: the encoder of audio gives no finite numbers for clip 11',
  );
  expect(() => expectFiniteClips(finiteClips(z(3, 4)).dataSync(), 'audio', 10)).not.toThrow();
});
