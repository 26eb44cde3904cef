import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { renderReport, writeReport } from '../src/index.js';
import { sampleData } from './support/sample-data.js';

let directory: string;
beforeEach(async () => void (directory = await mkdtemp(join(tmpdir(), 'report-'))));
afterEach(() => rm(directory, { recursive: true }));

test('writes the page, makes the folder and leaves nothing else', async () => {
  const data = sampleData({ seeds: 1 });
  const file = await writeReport(join(directory, 'new'), data);
  expect(file).toBe(join(directory, 'new', 'report.html'));
  expect(await readFile(file, 'utf8')).toBe(renderReport(data));
  expect(await readdir(join(directory, 'new'))).toEqual(['report.html']);
});

test('names the file where it cannot be written', async () => {
  await writeFile(join(directory, 'taken'), '');
  await expect(writeReport(join(directory, 'taken'), sampleData({ seeds: 1 }))).rejects.toThrow('report.html: cannot be written');
});
