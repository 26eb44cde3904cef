import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { MetricsFile } from '../src/index.js';
import { withFolder } from './support/fake-run.js';
import { record, start } from './support/record.js';

describe('MetricsFile', () => {
  it('drops lines after the step that a run goes on from, and a line cut short', () =>
    withFolder(async (folder) => {
      const path = join(folder, 'metrics.jsonl');
      await writeFile(path, `${[1, 2, 3].map((step) => JSON.stringify(record(step))).join('\n')}\n{"step":1,`);
      const file = new MetricsFile(path);
      await file.onStart(start(2));
      await file.onRecord(record(3));
      const lines = (await readFile(path, 'utf8')).split('\n');
      expect(lines.slice(0, -1).map((line) => JSON.parse(line).step)).toEqual([1, 2, 3]);
      expect(lines.at(-1)).toBe('');
    }));

  it('begins anew where the run does', () =>
    withFolder(async (folder) => {
      const path = join(folder, 'metrics.jsonl');
      await writeFile(path, `${JSON.stringify(record(1))}\n`);
      await new MetricsFile(path).onStart(start());
      expect(await readFile(path, 'utf8')).toBe('');
    }));

  it('says which file cannot be written', () =>
    withFolder(async (folder) => {
      await mkdir(join(folder, 'metrics.jsonl'));
      await expect(new MetricsFile(join(folder, 'metrics.jsonl')).onRecord(record(1))).rejects.toThrow(/metrics\.jsonl: cannot be written/);
    }));
});
