import { availableParallelism } from 'node:os';
import { formatRuntimeReport, inspectRuntime, type RuntimeReport } from '../src/index.js';
import { adviceFor } from '../src/report/advice.js';
import { nativeThreads, wasmThreads } from '../src/threads.js';

const REPORT: RuntimeReport = {
  requested: 'auto',
  backend: 'wasm',
  failures: [
    { name: 'gpu', reason: 'no NVIDIA GPU was found' },
    { name: 'native', reason: 'the package is not installed' },
  ],
  versions: { node: '20.1.0', tfjs: '4.22.0' },
  threads: 1,
  gflops: 9.53,
  advice: ['Run it.'],
};

test('a report reads as a few lines', () => {
  expect(formatRuntimeReport(REPORT)).toBe(
    [
      'backend    wasm (WebAssembly), 1 thread, 9.5 GFLOP/s',
      'versions   Node 20.1.0, tfjs 4.22.0',
      'not gpu    no NVIDIA GPU was found',
      'not native the package is not installed',
      'advice     Run it.',
    ].join('\n'),
  );
});

test('a native report names the libraries', () => {
  const versions = { ...REPORT.versions, tfjsNode: '4.22.0', libtensorflow: '2.21.0' };
  expect(formatRuntimeReport({ ...REPORT, versions, threads: 2 })).toContain(
    '2 threads, 9.5 GFLOP/s\nversions   Node 20.1.0, tfjs 4.22.0, libtensorflow 2.21.0, tfjs-node 4.22.0',
  );
});

test('an inspection measures the speed', async () => {
  expect((await inspectRuntime('wasm')).gflops).toBeGreaterThan(0);
});

test.each([
  ['auto', 'native', false, []],
  ['auto', 'gpu', true, []],
  ['auto', 'native', true, [/NVIDIA/]],
  ['auto', 'wasm', false, [/cmg setup/]],
  ['auto', 'js', true, [/cmg setup/, /NVIDIA/]],
  ['wasm', 'wasm', false, [/CMG_BACKEND=auto/]],
] as const)('advice for %s that came to %s with a GPU: %p', (requested, backend, nvidia, expected) => {
  const advice = adviceFor(requested, backend, nvidia);
  expect(advice).toHaveLength(expected.length);
  expected.forEach((pattern, i) => expect(advice[i]).toMatch(pattern));
});

test('all cores, or as many threads as the environment says', () => {
  expect(nativeThreads({})).toBe(availableParallelism());
  expect(nativeThreads({ TF_NUM_INTRAOP_THREADS: '3', CMG_WASM_THREADS: '2' })).toBe(3);
  expect(wasmThreads({})).toBe(Math.min(availableParallelism(), 8));
  expect(wasmThreads({ TF_NUM_INTRAOP_THREADS: '3' })).toBe(3);
  expect(wasmThreads({ TF_NUM_INTRAOP_THREADS: '3', CMG_WASM_THREADS: '1' })).toBe(1);
  expect(wasmThreads({ TF_NUM_INTRAOP_THREADS: '3', CMG_WASM_THREADS: 'two' })).toBe(3);
  expect(wasmThreads({ CMG_WASM_THREADS: '64' })).toBe(8);
});
