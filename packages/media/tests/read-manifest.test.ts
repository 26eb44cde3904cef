import { writeFile } from 'node:fs/promises';
import { manifestText, readManifest } from '../src/index.js';
import { temporaryFolder } from './support/temporary-folder.js';

const path = await temporaryFolder();

async function read(name: string, text: string) {
  await writeFile(path(name), text);
  return readManifest(path(name));
}

describe('readManifest', () => {
  it('reads CSV: quotes, empty cells, a byte order mark, any order of columns', async () => {
    const rows = await read(
      'a.csv',
      '\ufefftext,id,label,split,onset,offset,audio\n"A dog, ""Rex""",x,dog,test,1.5,4,a.wav\nb.txt,7,,,,,\n',
    );
    expect(rows).toEqual([
      {
        id: 'x',
        split: 'test',
        label: 'dog',
        onset: 1.5,
        offset: 4,
        sources: { text: 'A dog, "Rex"', audio: 'a.wav' },
        where: `${path('a.csv')}:2`,
      },
      { id: '7', split: 'train', sources: { text: 'b.txt' }, where: `${path('a.csv')}:3` },
    ]);
  });

  it('reads JSON Lines', async () => {
    const rows = await read('a.jsonl', '{"id": 1, "video": "a.mp4", "onset": 0}\n\n{"id": "b", "split": "val", "segments": 3}\n');
    expect(rows).toEqual([
      { id: '1', split: 'train', onset: 0, sources: { video: 'a.mp4' }, where: `${path('a.jsonl')}:1` },
      { id: 'b', split: 'val', segments: 3, sources: {}, where: `${path('a.jsonl')}:3` },
    ]);
  });

  it('lists all mistakes with their lines', async () => {
    const file = path('wrong.csv');
    await expect(read('wrong.csv', 'id,onset,segments\na,x,\n,1,\na,-1,2.5\n')).rejects.toMatchObject({
      kind: 'usage',
      message: [
        `${file}:2: 'onset' is x; expected seconds`,
        `${file}:3: 'id' is missing`,
        `${file}:4: 'onset' is -1; expected seconds`,
        `${file}:4: 'segments' is 2.5; expected a whole number from 1 on`,
        `${file}:4: the id 'a' is already used in ${file}:2`,
      ].join('\n'),
    });
    await expect(read('order.csv', 'id,onset,offset\na,5,2\nb,,0\n')).rejects.toThrow(
      /:2: 'offset' is 2; expected more than its onset 5\n.*:3: 'offset' is 0/,
    );
    await expect(read('empty.csv', 'id,audio\n')).rejects.toThrow('contains no clips');
    await expect(read('short.csv', 'id,audio\na\n')).rejects.toThrow(`${path('short.csv')}:2: has 1 fields; expected 2`);
    await expect(read('wrong.jsonl', '{"id": 1}\n[]\n')).rejects.toThrow(`${path('wrong.jsonl')}:2: is not a JSON object`);
    await expect(read('object.jsonl', '{"id": 1, "audio": {}}\n')).rejects.toThrow("'audio' is neither a string nor a number");
    await expect(readManifest(path('missing.csv'))).rejects.toMatchObject({ kind: 'usage' });
  });

  it('reads back what manifestText writes', async () => {
    const rows = [
      { id: 'a,"b"', split: 'train', label: 'x\ny', onset: 0.25, offset: 2, sources: { audio: 'audio/a.npy', text: 'text/a.npy' } },
      { id: 'c', split: 'test', sources: { audio: 'audio/c.npy' } },
    ];
    const again = await read('again.csv', manifestText(rows, ['audio', 'text']));
    expect(again.map(({ where: _, ...row }) => row)).toEqual(rows);
  });
});
