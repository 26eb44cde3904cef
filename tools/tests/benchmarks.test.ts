import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { compareRuns, formatChanges, isSlower } from '../../benchmarks/compare-runs.mjs';
import { deviceUse } from '../../benchmarks/device-use.mjs';
import { isDisturbed, otherCores, otherLoad } from '../../benchmarks/other-load.mjs';
import { curvesOf, drawing } from '../../benchmarks/scaling.mjs';
import { deviation, median } from '../../benchmarks/statistics.mjs';
import { createTable } from '../../benchmarks/table.mjs';
import { hasNvidiaGpu } from '../../packages/runtime/provision/index.mjs';
import type { Growth, Measured, Result } from '../../benchmarks/types.js';

const GPU_CHECK = fileURLToPath(new URL('../../benchmarks/gpu-check.mjs', import.meta.url));

const measured = (seconds: number[], more: Partial<Measured> = {}): Measured => ({
  seconds,
  cpuSeconds: seconds,
  otherCores: seconds.map(() => 0),
  peakBytes: 2 ** 30,
  ...more,
});
const row = (name: string, sides: Result['sides'], growth?: Growth): Result => ({ name, title: name, sides, ...(growth && { growth }) });

test('median and median absolute deviation', () => {
  expect(median([3, 1, 2])).toBe(2);
  expect(median([4, 1, 2, 3])).toBe(2.5);
  expect(median([])).toBeNaN();
  expect(deviation([1, 2, 3, 10])).toBe(1); // 2.5: 1.5, 0.5, 0.5, 7.5
});

test('other load is what was busy beyond the process itself, in cores; the middle round of all sides tells of a row', () => {
  expect(otherCores({ busy: 5, own: 2, wall: 2 })).toBe(1.5);
  expect(otherCores({ busy: 1.9, own: 2, wall: 2 })).toBe(0);
  const sides = { a: measured([1, 1, 1], { otherCores: [0, 0.1, 0.9] }), b: measured([1, 1], { otherCores: [0.3, 0.2] }) };
  expect(otherLoad(sides)).toBe(0.2);
  expect(isDisturbed(sides)).toBe(true);
  expect(isDisturbed({ a: measured([1, 1, 1], { otherCores: [0, 0.1, 0.9] }) })).toBe(false);
  expect(isDisturbed({ a: measured([], { reason: 'no PyTorch' }) })).toBe(false);
});

test('a row is a line of a Markdown table: times over PyTorch, memory, what compiling took, growth, why a side failed, other load', () => {
  const table = createTable(['pytorch', 'torch.compile', 'native'], ['avt', 'B 16', 'B 32']);
  const cells = (result: Result) =>
    table
      .row(result)
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim());
  expect(table.head().split('\n')[1]).toMatch(/^\|-{6}\|-{38}\|-{38}\|-{38}\|$/);
  expect(
    cells(
      row('avt', {
        pytorch: measured([0.4, 0.4, 0.5]),
        'torch.compile': measured([0.2], { firstSeconds: 95 }),
        native: measured([0.1, 0.1], { otherCores: [1, 2] }),
      }),
    ),
  ).toEqual(['avt', '400 ms ±0%, 1.00 GiB', '200 ms ±0% (0.50x), 1.00 GiB, first 95.0 s', '100 ms ±0% (0.25x), 1.00 GiB']);
  expect(cells(row('B 16', { native: measured([0.1]) }, { letter: 'B', value: 16 }))).toEqual(['B 16', '', '', '100 ms ±0%, 1.00 GiB']);
  expect(
    cells(
      row(
        'B 32',
        { pytorch: measured([], { reason: 'no PyTorch' }), native: measured([1.9], { otherCores: [1.25] }) },
        { letter: 'B', value: 32 },
      ),
    ),
  ).toEqual(['B 32, disturbed by 1.3 cores', 'no PyTorch', '', '1.90 s ±0% (19.00 of B 16), 1.00 GiB']);
});

describe('two runs', () => {
  const run = (...results: Result[]) => ({ machine: 'x', results });
  const verdicts = (before: Measured, after: Measured, column = 'native') =>
    compareRuns(run(row('avt', { [column]: before })), run(row('avt', { [column]: after }))).map(({ verdict }) => verdict);

  test('differ where medians differ by more than 5 % and three deviations of both', () => {
    expect(verdicts(measured([1]), measured([1.04]))).toEqual(['same']);
    expect(verdicts(measured([1]), measured([1.06]))).toEqual(['slower']);
    expect(verdicts(measured([1]), measured([0.9]))).toEqual(['faster']);
    expect(verdicts(measured([0.9, 1, 1.1]), measured([1.4, 1.5, 1.6]))).toEqual(['same']); // 0.5 of a noise of 0.6
    expect(verdicts(measured([0.9, 1, 1.1]), measured([1.6, 1.7, 1.8]))).toEqual(['slower']);
    expect(verdicts(measured([1]), measured([2], { otherCores: [1] }))).toEqual(['disturbed']);
  });

  test('have in common what both measured', () => {
    const before = run(row('avt', { native: measured([1]), wasm: measured([], { reason: 'no memory' }) }));
    const after = run(
      row('avt', { native: measured([1]), wasm: measured([3]), pytorch: measured([1]) }),
      row('new', { native: measured([1]) }),
    );
    expect(compareRuns(before, after)).toEqual([{ name: 'avt', column: 'native', before: 1, after: 1, verdict: 'same' }]);
  });

  test('end in a failure where we are slower, not where PyTorch is', () => {
    const change = { name: 'avt', column: 'native', before: 1, after: 2, verdict: 'slower' } as const;
    expect(isSlower([change])).toBe(true);
    expect(isSlower([{ ...change, column: 'pytorch' }])).toBe(false);
    expect(isSlower([{ ...change, verdict: 'disturbed' }])).toBe(false);
    expect(formatChanges([change, { ...change, column: 'wasm', after: 0.5, verdict: 'faster' }])).toBe(
      'avt, native  1.00 s -> 2.00 s (2.00x)  slower\navt, wasm    1.00 s -> 500 ms (0.50x)  faster',
    );
  });
});

test('rows of growth become a curve for each letter', () => {
  const results = [
    row('avt', { native: measured([1]) }),
    row('B 16', { native: measured([0.1]) }, { letter: 'B', value: 16 }),
    row('B 32', { native: measured([0.2, 0.3]) }, { letter: 'B', value: 32 }),
    row('K 400', { native: measured([], { reason: 'failed' }) }, { letter: 'K', value: 400 }),
  ];
  const curves = curvesOf(results);
  expect(curves).toEqual([
    {
      letter: 'B',
      points: [
        { value: 16, milliseconds: 100, gibibytes: 1 },
        { value: 32, milliseconds: 250, gibibytes: 1 },
      ],
    },
  ]);
  expect(drawing(curves)).toMatch(/^<svg [^]*>32<\/text>[^]*<\/svg>\n$/);
});

test('a share of the device is the mean of the seconds within the work, and bytes are those over its bus', () => {
  const rows = ['0 1 0 0 0 0 0 900 900', '0 40 7 0 0 0 0 10 1', '0 60 9 0 0 0 0 30 3', '0 2 0 0 0 0 0 900 900'];
  const printed = [
    '# gpu     sm    mem    enc    dec    jpg    ofa  rxpci  txpci',
    '# Idx      %      %      %      %      %      %   MB/s   MB/s',
    ...rows,
  ];
  expect(deviceUse(printed.join('\n'))).toEqual({ share: 0.5, receivedPerSecond: 20 * 2 ** 20, sentPerSecond: 2 * 2 ** 20 });
  expect(() => deviceUse('# gpu sm\n')).toThrow('nvidia-smi dmon told no sm');
});

(hasNvidiaGpu() ? test.skip : test)('gpu:check fails with a sentence where there is no GPU', () => {
  const { status, stdout, stderr } = spawnSync(process.execPath, [GPU_CHECK], { encoding: 'utf8' });
  expect([status, stdout, stderr]).toEqual([
    1,
    '',
    'gpu:check: there is no NVIDIA GPU with its driver loaded on this machine; nothing was checked.\n',
  ]);
});
