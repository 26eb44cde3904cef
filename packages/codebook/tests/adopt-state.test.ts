import * as tf from '@tensorflow/tfjs';
import { type EmaState, residualCodebook, sharedCodebook } from '../src/index.js';

test('counters of use go with their modality, those of a new one begin, and codes are the same tensors', () => {
  const state: EmaState = {
    embedding: tf.tensor2d([
      [1, 2],
      [3, 4],
    ]),
    emaCount: tf.tensor1d([5, 6]),
    emaSum: tf.tensor2d([
      [7, 8],
      [9, 10],
    ]),
    sinceUse: tf.tensor2d([
      [11, 12],
      [13, 14],
    ]),
  };
  const { options } = sharedCodebook;
  const codebook = sharedCodebook.create(options.parse({ size: 2 }), { width: 2, modalities: ['text', 'video', 'audio'] });
  const adopted = codebook.adopt?.(state, ['audio', 'video']) as EmaState;
  expect(adopted).toEqual({ ...state, sinceUse: expect.anything() });
  expect(adopted.embedding).toBe(state.embedding);
  expect(adopted.sinceUse.arraySync()).toEqual([
    [-1, -1],
    [13, 14],
    [11, 12],
  ]);
  const residual = residualCodebook.create(residualCodebook.options.parse({ size: 2, levels: 1 }), { width: 2, modalities: ['video'] });
  expect((residual.adopt?.(state, ['audio', 'video']) as EmaState).sinceUse.arraySync()).toEqual([[13, 14]]);
});
