import { appendFile, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MetricsTail } from '../src/live/metrics-tail.js';

const line = (step: number, more: object = {}) =>
  `${JSON.stringify({ step, epoch: 1, total: 1.5, losses: { 'club/é': null }, codes: { used: { audio: 3 }, usedByAll: 2 }, clipsPerSecond: 9, metrics: {}, ...more })}\n`;

describe('MetricsTail', () => {
  let folder: string;
  let file: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'cmg-tail-'));
    file = join(folder, 'metrics.jsonl');
  });
  afterEach(() => rm(folder, { recursive: true }));
  const steps = ({ records }: MetricsTail) => records.map(({ step }) => step);

  it('reads what is appended, a line once it is whole, and passes over what is no record', async () => {
    const tail = new MetricsTail(file);
    await tail.poll();
    expect(steps(tail)).toEqual([]);
    const bytes = Buffer.from(line(2));
    const cut = bytes.indexOf('é') + 1; // in the middle of a letter
    await writeFile(file, Buffer.concat([Buffer.from(`${line(1)}{"step":"x"}\nnonsense\n`), bytes.subarray(0, cut)]));
    await tail.poll();
    expect(steps(tail)).toEqual([1]);
    await appendFile(file, bytes.subarray(cut));
    await tail.poll();
    expect(steps(tail)).toEqual([1, 2]);
    expect(tail.records[1]).toEqual({
      step: 2,
      epoch: 1,
      total: 1.5,
      losses: { 'club/é': null },
      codes: { used: { audio: 3 }, usedByAll: 2 },
      clipsPerSecond: 9,
    });
    expect(tail.generation).toBe(0);
  });

  it('begins again with a file that was put in its place, shorter or longer, and with one that is gone', async () => {
    const tail = new MetricsTail(file);
    await writeFile(file, line(1) + line(2) + line(3));
    await tail.poll();
    await writeFile(`${file}.new`, line(1) + line(2) + line(3) + line(4) + line(5));
    await rename(`${file}.new`, file);
    await tail.poll();
    expect([steps(tail), tail.generation]).toEqual([[1, 2, 3, 4, 5], 1]);
    await writeFile(file, line(1));
    await tail.poll();
    expect([steps(tail), tail.generation]).toEqual([[1], 2]);
    await rm(file);
    await tail.poll();
    expect([steps(tail), tail.generation, tail.written]).toEqual([[], 3, 0]);
  });

  it('keeps a long run short, and all its validations', async () => {
    const validation = { total: 1 };
    await writeFile(file, Array.from({ length: 9000 }, (_, i) => line(i + 1, i % 100 === 0 ? { validation } : {})).join(''));
    const tail = new MetricsTail(file);
    await tail.poll();
    expect(tail.records.length).toBeLessThan(4000);
    expect(tail.records.filter((record) => record.validation).length).toBe(90);
    expect(tail.generation).toBeGreaterThan(0);
  });
});
