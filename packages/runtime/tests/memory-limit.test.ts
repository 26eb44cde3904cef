import * as tf from '@tensorflow/tfjs';
import { openBackend } from '../src/index.js';
import type { WasmBackend } from '../src/wasm/wasm-backend.js';

beforeAll(() => openBackend('wasm'));

test('what does not fit says how large it is and what to do, and harms nothing', async () => {
  const backend = tf.backend() as unknown as WasmBackend;
  const before = tf.tensor1d([1, 2]);
  // 2.25 GiB, never touched, so it costs no memory of the machine.
  const make = () => backend.makeOutput([9 * 2 ** 26], 'float32');
  const { dataId } = make();
  const message = /does not fit into WebAssembly's 4 GiB of memory.*grown to 2\.\d\d GiB.*no contiguous 2\.25 GiB/;
  expect(make).toThrow(
    expect.objectContaining({
      name: 'CmgError',
      message: expect.stringMatching(message) as string,
      hint: expect.stringContaining('native backend') as string,
    }) as Error,
  );
  expect(make).toThrow(message);
  backend.disposeData(dataId);
  expect([...(await before.add(1).data())]).toEqual([2, 3]);
});

test('what is larger than its memory does not fit either', () => {
  expect(() => tf.fill([2 ** 30], 1)).toThrow('no contiguous 4.00 GiB');
});
