import * as tf from '@tensorflow/tfjs';

/** Opens the pure JavaScript backend, without the hint that it prints on first use in Node. */
export async function openJs(): Promise<void> {
  if (!(await tf.setBackend('cpu'))) throw new Error('the JavaScript backend could not be started');
  (tf.backend() as unknown as { firstUse: boolean }).firstUse = false;
}
