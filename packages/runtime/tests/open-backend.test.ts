import { jest } from '@jest/globals';
import * as tf from '@tensorflow/tfjs';
import { hasNvidiaGpu } from '../provision/index.mjs';
import { type BackendChoice, openBackend } from '../src/index.js';
import { wasmThreads } from '../src/threads.js';

const withoutGpu = hasNvidiaGpu() ? test.skip : test;

test.each([
  ['wasm', 'wasm', wasmThreads()],
  ['js', 'cpu', 1],
] as const)('%s opens by name and computes', async (name, backend, threads) => {
  const report = await openBackend(name);
  expect(report).toMatchObject({ requested: name, backend: name, failures: [], threads });
  expect(report.versions).toEqual({ node: process.versions.node, tfjs: tf.version_core });
  expect(tf.getBackend()).toBe(backend);
  expect(await tf.matMul(tf.tensor2d([[1, 2]]), tf.tensor2d([[3], [4]])).data()).toEqual(new Float32Array([11]));
});

test('auto opens the fastest and says why those before it failed', async () => {
  const { requested, backend, failures } = await openBackend('auto');
  const order = ['gpu', 'native', 'wasm', 'js'];
  expect(requested).toBe('auto');
  expect(failures.map(({ name }) => name)).toEqual(order.slice(0, order.indexOf(backend)));
  for (const { reason } of failures) expect(reason).toMatch(/\w/);
});

test('JavaScript opens without a word on the console', async () => {
  const warn = jest.spyOn(console, 'warn').mockImplementation(() => undefined);
  await openBackend('js');
  await tf.ones([2]).data();
  expect(warn).not.toHaveBeenCalled();
  warn.mockRestore();
});

test('the environment names the default', async () => {
  process.env['CMG_BACKEND'] = 'js';
  try {
    await expect(openBackend()).resolves.toMatchObject({ requested: 'js', backend: 'js' });
  } finally {
    delete process.env['CMG_BACKEND'];
  }
});

withoutGpu('a backend that cannot open is a failure with the reason and a hint', async () => {
  await expect(openBackend('gpu')).rejects.toMatchObject({
    kind: 'failure',
    message: expect.stringContaining('gpu: no NVIDIA GPU was found'),
    hint: expect.stringContaining('cmg setup'),
  });
});

test('an unknown name is refused before anything is opened', async () => {
  await expect(openBackend('cuda' as BackendChoice)).rejects.toMatchObject({ kind: 'usage' });
});
