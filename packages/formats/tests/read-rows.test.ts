import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { readCsv, readRows } from '../src/index.js';

function collect() {
  const list: string[] = [];
  return { list, error: (where: string, what: string) => void list.push(`${where} ${what}`) };
}

describe('readRows', () => {
  let folder: string;
  let file: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'cmg-csv-'));
    file = join(folder, 'a.csv');
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  const read = async (text: string, report = collect()) => {
    await writeFile(file, text);
    const rows = await readCsv(file, { columns: ['a', 'b'] }, report);
    return {
      rows: rows.map(({ where, fields }) => [where.replace(`${file}:`, ''), fields]),
      findings: report.list.map((text) => text.replace(file, '')),
    };
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
    await expect(read('a,b\n"1,2\n')).rejects.toThrow(/is not a readable table/);
  });

  it('reads JSON Lines of texts and numbers', async () => {
    const lines = join(folder, 'a.jsonl');
    await writeFile(lines, '{"id": 1, "text": " b "}\n\n{"id": "x", "text": null}\n');
    const collected = collect();
    expect(await readRows(lines, ['id'], collected)).toEqual([
      { where: `${lines}:1`, fields: { id: '1', text: 'b' } },
      { where: `${lines}:3`, fields: { id: 'x' } },
    ]);
    await writeFile(lines, '[]\n{"id": {}}\n{"id"\n{"id": 4}\n');
    expect(await readRows(lines, ['id'], collected)).toEqual([{ where: `${lines}:4`, fields: { id: '4' } }]);
    expect(collected.list.map((text) => text.replace(lines, ''))).toEqual([
      ':1 is not a JSON object of strings and numbers: it is not an object',
      ":2 is not a JSON object of strings and numbers: 'id' is neither a string nor a number",
      expect.stringMatching(/^:3 is not a JSON object/),
    ]);
  });

  it('names a file that is missing', async () => {
    await expect(readRows(join(folder, 'none.csv'), [], collect())).rejects.toThrow('none.csv: is missing');
  });
});

it('reads lines that end as on any system, and endings in any case; refuses what would be lost', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'cmg-rows-'));
  const errors: string[] = [];
  const report = { error: (where: string, what: string) => void errors.push(`${basename(where)}: ${what}`) };
  const rows = async (name: string, text: string) => {
    await writeFile(join(folder, name), text);
    return (await readRows(join(folder, name), ['id'], report)).map(({ fields }) => fields);
  };
  try {
    expect(await rows('mixed.csv', 'id,text\r\na,x\nb,y\r\n')).toEqual([
      { id: 'a', text: 'x' },
      { id: 'b', text: 'y' },
    ]);
    await expect(rows('twice.csv', 'id,text,text\na,b,c\n')).rejects.toThrow("twice.csv: has two columns 'text'");
    for (const name of ['a.JSONL', 'a.ndjson']) expect(await rows(name, '{"id": "a"}\n')).toEqual([{ id: 'a' }]);
    expect(await rows('big.jsonl', '{"id": 7123456789012345678}\n')).toEqual([]);
    expect(errors).toEqual(["big.jsonl:1: is not a JSON object of strings and numbers: 'id' is an integer beyond 2^53; put it in quotes"]);
  } finally {
    await rm(folder, { recursive: true });
  }
});
