import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isFileName, readCsv, readLines } from '../src/table/read-csv.js';
import { Findings, STRICT } from '../src/table/report.js';

describe('readCsv', () => {
  let folder: string;
  let file: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'cmg-csv-'));
    file = join(folder, 'a.csv');
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  const read = async (text: string, report = new Findings()) => {
    await writeFile(file, text);
    const rows = await readCsv(file, { columns: ['a', 'b'] }, report);
    return { rows: rows.map(({ where, fields }) => [where.replace(`${file}:`, ''), fields]), findings: report.list.map(({ where, what }) => `${where.replace(file, '')} ${what}`) };
  };

  it('reads quotes, a byte order mark, line feeds of Windows and space around fields, and knows the lines', async () => {
    const { rows } = await read('\uFEFFa, b\r\n"x, y",1\r\n\r\n2 ,"say ""so"""\r\n');
    expect(rows).toEqual([
      ['2', { a: 'x, y', b: '1' }],
      ['4', { a: '2', b: 'say "so"' }],
    ]);
  });

  it('leaves out rows of another length, and says which', async () => {
    const { rows, findings } = await read('a,b\n1\n1,2,3\n4,5\n');
    expect(rows).toEqual([['4', { a: '4', b: '5' }]]);
    expect(findings).toEqual([':2 has 1 fields; expected 2', ':3 has 3 fields; expected 2']);
  });

  it('refuses a table without its columns, an empty one, and broken quotes', async () => {
    await expect(read('a,c\n')).rejects.toThrow(/has no column 'b'\n.*It has: a, c/);
    await expect(read('')).rejects.toThrow(/has no column 'a', 'b'/);
    await expect(read('a,b\n"1,2\n')).rejects.toThrow(/is no readable table/);
  });

  it('reads lines that hold something', async () => {
    await writeFile(file, ' a b \r\n\n c\n');
    expect(await readLines(file)).toEqual(['a b', 'c']);
  });
});

describe('isFileName', () => {
  it.each(['a', '-a b', '...'])('takes %j', (name) => expect(isFileName(name, 'w', STRICT)).toBe(true));
  it.each(['', '..', 'a/b', '../a', '/a'])('refuses %j', (name) => {
    const report = new Findings();
    expect(isFileName(name, 'w', report)).toBe(false);
    expect(report.list).toHaveLength(1);
  });
});
